import { setImmediate } from "node:timers/promises";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { invariant } from "#domain/errors.ts";
import { linkAfter } from "#domain/games/crash/hashChain.ts";

/** Every so-manieth link is kept: finding one takes at most so many hashes, a few milliseconds. */
const MARKS_APART = 1_000;
/** Hashes between two looks at other work. */
const CHUNK_HASHES = 500;
const SECRET_BYTES = 32;

/** A new chain: what it begins with stays secret, and so do its marks; its root is published. */
export interface MadeChain {
  readonly root: string;
  readonly games: number;
  readonly marksApart: number;
  readonly marks: Buffer;
}

export interface ChainTools {
  readonly cipher: SeedCipher;
  readonly tenantId: number;
}

/**
 * Makes a chain of so many games, with pauses, so that a process that serves others meanwhile hardly feels it.
 * @param secret 64 hex digits
 */
export async function makeChain(
  { cipher, tenantId }: ChainTools,
  {
    secret,
    games,
    marksApart = MARKS_APART,
  }: { readonly secret: string; readonly games: number; readonly marksApart?: number },
): Promise<MadeChain> {
  invariant(secret.length === 2 * SECRET_BYTES, "a chain begins with 256 bits");
  const kept: string[] = [];
  let link = secret;
  for (let at = 0; at < games; at += marksApart) {
    kept.push(link);
    const until = Math.min(at + marksApart, games);
    for (let from = at; from < until; from += CHUNK_HASHES) {
      link = linkAfter(link, Math.min(CHUNK_HASHES, until - from));
      await setImmediate();
    }
  }
  const root = link;
  const marks = Buffer.concat(
    kept.map((mark, place) => cipher.seal({ tenantId, commitment: labelOf(root, place) }, mark)),
  );
  return { root, games, marksApart, marks };
}

/** One link of a stored chain, counted from its secret. @throws SeedUnreadable */
export function openLink({ cipher, tenantId }: ChainTools, chain: MadeChain, link: number): string {
  const { root, games, marks, marksApart } = chain;
  invariant(link >= 0 && link < games, "a chain has a link for each of its games");
  const place = Math.floor(link / marksApart);
  const bytes = marks.length / Math.ceil(games / marksApart);
  const sealed = marks.subarray(place * bytes, (place + 1) * bytes);
  const mark = cipher.open({ tenantId, commitment: labelOf(root, place) }, sealed);
  return linkAfter(mark, link - place * marksApart);
}

/** Binds a mark to its place in its chain: moved elsewhere it does not open. */
function labelOf(root: string, place: number): string {
  return `${root}/${place}`;
}
