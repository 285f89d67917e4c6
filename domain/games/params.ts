import { FairhouseError } from "#domain/errors.ts";

/** Parameters as an object with exactly the fields named. @throws GameParamsInvalid */
export function paramsObject(game: string, raw: unknown, fields: readonly string[]): Record<string, unknown> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    throw new GameParamsInvalid(game, "", `send an object with ${fields.join(" and ")}`);
  }
  const params: Record<string, unknown> = { ...raw };
  const surplus = Object.keys(params).find((field) => !fields.includes(field));
  if (surplus !== undefined) throw new GameParamsInvalid(game, surplus, "is not a parameter of this game");
  return params;
}

/** The value as a whole number in `min … max`. @throws GameParamsInvalid */
export function integerParam(
  game: string,
  field: string,
  value: unknown,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new GameParamsInvalid(game, field, `must be a whole number from ${min} to ${max}`);
}

/** The parameters do not fit the game. */
export class GameParamsInvalid extends FairhouseError {
  readonly code = "GAME_PARAMS_INVALID";
  readonly game: string;
  /** The parameter at fault; empty when it is the whole. */
  readonly field: string;

  constructor(game: string, field: string, reason: string) {
    super(`Parameters of ${game}: ${field === "" ? reason : `"${field}" ${reason}`}.`);
    this.game = game;
    this.field = field;
  }
}
