import {
  type Account,
  createWalletClient,
  type PublicClient,
  type TransactionReceipt,
  type Transport,
} from "viem";
import type { Hex } from "#domain/chain/hex.ts";
import { calling, reaching } from "#scripts/runtime/nodeAnswer.ts";

/** A call of a contract, as any wallet sends it. */
export type Call = { readonly to: Hex; readonly data: Hex; readonly valueWei: bigint };

/** Tries calls, and sends them, through one node. */
export type CallSender = {
  /** Whether the call would go through now. @throws NodeRefused with the contract's reason */
  rehearse(call: Call, from: Hex): Promise<void>;
  /** Sends a call and waits for its block; its transaction may have failed there. @throws NodeRefused */
  send(call: Call, account: Account): Promise<TransactionReceipt>;
};

export function createCallSender(client: PublicClient, transport: Transport): CallSender {
  return {
    async rehearse({ to, data, valueWei }, from) {
      await calling(client.call({ account: from, to, data, value: valueWei }));
    },
    async send({ to, data, valueWei }, account) {
      const wallet = createWalletClient({ account, transport });
      const hash = await calling(wallet.sendTransaction({ to, data, value: valueWei, chain: null }));
      return reaching(client.waitForTransactionReceipt({ hash }));
    },
  };
}
