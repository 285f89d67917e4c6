import { setTimeout as pause } from "node:timers/promises";

const CONNECTS_AT_ONCE = 10;
const ATTEMPTS = 5;
const AGAIN_MS = 500;

/** Opens a connection per token, some at a time, as players come. @throws what the last attempt at one of them throws */
export async function connectAll<Opened>(
  tokens: readonly string[],
  open: (token: string) => Promise<Opened>,
): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (let first = 0; first < tokens.length; first += CONNECTS_AT_ONCE) {
    const group = tokens.slice(first, first + CONNECTS_AT_ONCE);
    opened.push(...(await Promise.all(group.map((token) => insist(() => open(token))))));
  }
  return opened;
}

/** A server that is busy may ask to come again. */
async function insist<Opened>(open: () => Promise<Opened>): Promise<Opened> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await pause(AGAIN_MS);
    }
  }
}
