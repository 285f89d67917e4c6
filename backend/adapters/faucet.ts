import { createWalletClient, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { chainOf, type PublicChainOptions, transportOf } from "./publicChain.ts";

export interface Faucet {
  /** Sends test coins; answers the transaction's hash as soon as a node has taken it. */
  give(to: Hex, amountWei: bigint): Promise<Hex>;
}

/** Gives away coins of a development chain. Gifts go out one after the other: they share one nonce. */
export function createFaucet(chain: PublicChainOptions, privateKey: string): Faucet {
  const account = privateKeyToAccount(`0x${privateKey.slice(2)}`);
  const wallet = createWalletClient({ account, chain: chainOf(chain), transport: transportOf(chain) });
  let previous: Promise<unknown> = Promise.resolve();
  return {
    give(to, amountWei) {
      const gift = previous.then(() => wallet.sendTransaction({ to, value: amountWei }));
      previous = gift.catch(() => undefined);
      return gift;
    },
  };
}
