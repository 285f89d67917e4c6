const OWN_HASH = /^[0-9a-f]{64}$/;

/**
 * What to say of a request about crash whose hash no game of such a house can have; null when there is nothing to say. It
 * is answered all the same, because other houses hash other texts: but to a mistyped hash the answer would be a false one.
 */
export function foreignHashWarning({
  game,
  gameHash,
}: {
  game?: unknown;
  gameHash?: unknown;
}): string | null {
  if (game !== "crash" || typeof gameHash !== "string" || OWN_HASH.test(gameHash)) return null;
  return (
    `Warning: the game hash ${JSON.stringify(gameHash)} is not 64 lower-case hex digits, as every game hash of this house ` +
    "is. If it was mistyped, the answer is that of no game."
  );
}
