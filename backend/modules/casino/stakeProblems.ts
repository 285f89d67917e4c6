/** What can happen to any request whose answer is a commit of the engine's. */
export const ENGINE_PROBLEMS = [
  "ENGINE_BUSY",
  "ENGINE_STOPPED",
  "HOUSE_UNAVAILABLE",
  "OUTCOME_UNKNOWN",
] as const;

/** Every way in which a stake can be refused, whatever the game. */
export const STAKE_PROBLEMS = [
  "GAME_PARAMS_INVALID",
  "UNKNOWN_CURRENCY",
  "STAKE_TOO_SMALL",
  "INSUFFICIENT_BALANCE",
  "MAX_RISK_EXCEEDED",
  "BET_ID_REUSED",
  "BET_ID_RESERVED",
  "SELF_EXCLUDED",
  "PLAYER_LIMIT_REACHED",
  "USER_FROZEN",
  "PLAYER_UNKNOWN",
  "TOO_MANY_BETS",
  "ACTIVITY_STOPPED",
  "GATE_UNAVAILABLE",
  ...ENGINE_PROBLEMS,
] as const;
