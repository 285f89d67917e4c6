const RANDOM_BYTES = 10;

/** Entropy for one id, from the browser. */
export function newUuid7(): string {
  return uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)));
}

/** A UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits, so that ids sort by time. */
export function uuid7(unixMs: number, random: Uint8Array): string {
  const time = unixMs.toString(16).padStart(12, "0");
  const [a = 0, b = 0, c = 0, d = 0, ...rest] = random;
  const version = (0x7000 | ((a & 0x0f) << 8) | b).toString(16);
  const variant = (0x8000 | ((c & 0x3f) << 8) | d).toString(16);
  const tail = rest.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${tail}`;
}
