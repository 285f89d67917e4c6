import { keccak256, type LocalAccount, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Hex } from "#domain/chain/hex.ts";

const COIN = 10n ** 9n;
const AT_ONCE = 8;

/** One who deposits, plays and leaves; in quanta. */
export type Player = { readonly account: LocalAccount; readonly wallet: Hex; readonly deposited: bigint };

/** The same players every time. */
export function playerOf(n: number): Player {
  const account = privateKeyToAccount(keccak256(toHex(`rehearsal player ${n}`)));
  return {
    account,
    wallet: account.address.toLowerCase() as Hex,
    deposited: COIN / 10n + BigInt(n % 900) * (COIN / 1_000n),
  };
}

/** A few at once: the node answers one after the other anyway. */
export async function inPieces<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    const piece = items.slice(start, start + AT_ONCE);
    results.push(...(await Promise.all(piece.map((item, index) => work(item, start + index)))));
  }
  return results;
}
