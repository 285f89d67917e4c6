import { FairhouseError } from "#domain/errors.ts";

/** The longest client seed a player may choose. */
export const MAX_CLIENT_SEED_CHARACTERS = 64;

const CLIENT_SEED = /^[\x20-\x7e]{1,64}$/;
const SERVER_SEED = /^[0-9a-f]{64}$/;
const ASCII = /^\p{ASCII}+$/u;

/** Checks a player's own seed: 1 to 64 printable ASCII characters. @throws ClientSeedInvalid */
export function parseClientSeed(text: string): string {
  if (!CLIENT_SEED.test(text)) throw new ClientSeedInvalid();
  return text;
}

/** Checks a server seed of this house: 64 lower-case hex digits (256 bits). @throws ServerSeedInvalid */
export function parseServerSeed(text: string): string {
  if (!SERVER_SEED.test(text)) throw new ServerSeedInvalid();
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

/** The server seed is not one of this house. Its text is a secret, so the error does not carry it. */
export class ServerSeedInvalid extends FairhouseError {
  readonly code = "SERVER_SEED_INVALID";

  constructor() {
    super("A server seed has 64 lower-case hex digits.");
  }
}
