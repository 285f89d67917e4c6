import { invariant } from "#domain/errors.ts";

/** Base 32 of RFC 4648: easily read aloud, with nothing that looks like something else. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BITS_PER_CHARACTER = 5n;
/** 80 bits: whoever guesses a thousand codes a second finds none in the age of the house. */
export const INVITATION_CODE_BYTES = 10;

/** @param random `INVITATION_CODE_BYTES` bytes that nobody can predict */
export function invitationCodeOf(random: Uint8Array): string {
  invariant(random.length === INVITATION_CODE_BYTES, "a code is made of ten random bytes");
  let bits = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let code = "";
  for (let left = random.length * 8; left > 0; left -= Number(BITS_PER_CHARACTER)) {
    code = ALPHABET.charAt(Number(bits & 31n)) + code;
    bits >>= BITS_PER_CHARACTER;
  }
  return code;
}
