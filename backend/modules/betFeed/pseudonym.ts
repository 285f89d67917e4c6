import { createHash } from "node:crypto";

const NAME_CHARACTERS = 6;
/** No letters that are taken for digits. */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const MAX_NAMES = 20_000;

/** Names by which players are told apart in public. */
export interface Pseudonyms {
  of(tenantId: number, userId: string): string;
}

/**
 * A player's name follows from the user's id, which is random and shown to nobody else: the same in every process, and
 * neither the wallet nor the same player in another house follows from it. The names used last are remembered.
 */
export function createPseudonyms(): Pseudonyms {
  const names = new Map<string, string>();
  return {
    of(tenantId, userId) {
      const key = `${tenantId}:${userId}`;
      const known = names.get(key);
      if (known !== undefined) return known;
      const digest = createHash("sha256").update(`fairhouse feed ${key}`).digest();
      const name = Array.from(digest.subarray(0, NAME_CHARACTERS), (byte) => ALPHABET[byte % 32]).join("");
      if (names.size >= MAX_NAMES) names.clear();
      names.set(key, name);
      return name;
    },
  };
}
