/** Keys of everything that belongs to the signed-in player: forgotten together at sign-out. */
export const accountKeys = {
  all: ["account"],
  me: ["account", "me"],
  deposits: ["account", "deposits"],
  withdrawals: ["account", "withdrawals"],
  history: ["account", "history"],
  bets: ["account", "bets"],
  seeds: ["account", "seeds"],
  pastSeeds: ["account", "seeds", "past"],
  sessions: ["account", "sessions"],
  proof: ["account", "proof"],
} as const;
