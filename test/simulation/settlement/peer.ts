import { createWalletClient, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { createNonceManager, jsonRpc } from "viem/nonce";
import { chainTools, keyOf, sender } from "#test/backend/modules/settlement/deployedHouse.ts";
import { Random } from "#test/indexer/support/random.ts";
import { startFaultyProxy } from "./faultyProxy.ts";
import type { Ground } from "./ground.ts";
import { FAULTS, type Figures } from "./runSeed.ts";

const FIRST_RECIPIENT = 0xbeef_0000_0000n;
const WEI_PER_QUANTUM = 10n ** 9n;
const MAX_TRIES = 10;
const RETRY_DELAY_MS = 1;

/**
 * The same payouts over the same bad network by the usual means: viem, its nonce manager, and "send again if it
 * fails". Nobody kills it, the chain stands still for it and mines everything at once.
 */
export async function runPeer(
  ground: Ground,
  { seed, payouts }: { seed: number; payouts: number },
): Promise<Figures & { readonly ms: number }> {
  const startedAt = performance.now();
  await ground.rewind();
  const random = new Random(seed);
  const proxy = await startFaultyProxy(ground.rpcUrl, random, { ...FAULTS, receiptDelay: 0 });
  const nonceManager = createNonceManager({ source: jsonRpc() });
  const account = privateKeyToAccount(keyOf(sender), { nonceManager });
  const transport = http(proxy.url, { retryDelay: RETRY_DELAY_MS });
  const wallet = createWalletClient({ account, chain: foundry, transport });
  const wanted = Array.from({ length: payouts }, (_, n) => ({
    to: `0x${(FIRST_RECIPIENT + BigInt(n)).toString(16).padStart(40, "0")}` as Hex,
    wei: BigInt(random.int(1, 100_000)) * WEI_PER_QUANTUM,
  }));
  for (const { to, wei: value } of wanted) {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const isSent = await wallet.sendTransaction({ to, value }).then(
        () => true,
        () => false,
      );
      if (isSent) break;
    }
  }
  await proxy.close();

  const { client, node } = chainTools(ground.rpcUrl);
  await node.mine({ blocks: 1 });
  let doubled = 0;
  let missing = 0;
  for (const { to, wei } of wanted) {
    const paid = await client.getBalance({ address: to });
    if (paid > wei) doubled += 1;
    if (paid < wei) missing += 1;
  }
  return { doubled, missing, ms: Math.round(performance.now() - startedAt) };
}
