import { FairhouseError } from "#domain/errors.ts";

/** The longest client seed a player may choose. */
const MAX_CLIENT_SEED_CHARACTERS = 64;

const CLIENT_SEED = /^[\x20-\x7e]{1,64}$/;
const ASCII = /^\p{ASCII}+$/u;

/** Checks a player's own seed: 1 to 64 printable ASCII characters. @throws ClientSeedInvalid */
export function parseClientSeed(text: string): string {
  if (!CLIENT_SEED.test(text)) throw new ClientSeedInvalid();
  return text;
}

/** True for text that can be hashed byte for byte: at least one character, all of them ASCII. */
export function isAsciiSeed(text: string): boolean {
  return ASCII.test(text);
}

/** True for the number of a bet under one pair of seeds: a whole number from 0 that `number` holds exactly. */
export function isNonce(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** The client seed cannot be used. */
export class ClientSeedInvalid extends FairhouseError {
  readonly code = "CLIENT_SEED_INVALID";

  constructor() {
    super(`A client seed has 1 to ${MAX_CLIENT_SEED_CHARACTERS} printable ASCII characters.`);
  }
}
