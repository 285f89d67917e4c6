import { createServer } from "node:http";
import { join } from "node:path";
import type { Hex } from "viem";
import { privateKeyToAccount, sign } from "viem/accounts";
import type { KeyBackend } from "#backend/adapters/keyBackend.ts";
import { createLog } from "#backend/adapters/log.ts";
import { createSignerClient } from "#backend/adapters/signerClient.ts";
import { listenOnUnixSocket } from "#backend/adapters/unixSocket.ts";
import { createSignerListener } from "#backend/modules/signer/signer.routes.ts";
import { createSignerService } from "#backend/modules/signer/signer.service.ts";
import { openSignerStore } from "#backend/modules/signer/signer.store.ts";
import { type PayoutEntry, packEntries } from "#domain/chain/payoutEntries.ts";
import { NATIVE_TOKEN, type PayoutBatch } from "#domain/chain/typedData.ts";
import type { SigningRequest } from "#domain/settlement/judgeBatch.ts";
import type { TokenCaps } from "#domain/settlement/signingPolicy.ts";

export const SIGNER_KEY: Hex = `0x${"51".repeat(32)}`;
export const SIGNER_ADDRESS = privateKeyToAccount(SIGNER_KEY).address.toLowerCase() as Hex;
export const CHAIN_ID = 31_337;
export const VAULT: Hex = `0x${"7a".repeat(20)}`;
/** 2026-11-21 12:00 UTC. */
export const NOON_MS = 1_795_262_400_000;
export const CAPS: TokenCaps = {
  token: NATIVE_TOKEN,
  maxBatchQuanta: 1_000n,
  maxDayQuanta: 2_500n,
  maxRecipientBatchQuanta: 600n,
  maxRecipientDayQuanta: 900n,
};

export const account = (n: number): Hex => `0x${n.toString(16).padStart(40, "a")}`;
export const batchId = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;

/** A batch that agrees with its entries. */
export function requestOf(
  payments: readonly PayoutEntry[],
  overrides: Partial<PayoutBatch> = {},
): SigningRequest {
  const { entries, entriesHash, total, count } = packEntries(payments);
  const deadline = BigInt(NOON_MS / 1000) + 3_600n;
  const terms = { checkpointEpoch: 0n, signerEpoch: 1n, deadline };
  const batch = {
    batchId: batchId(1),
    token: NATIVE_TOKEN,
    entriesHash,
    total,
    count,
    ...terms,
    ...overrides,
  };
  return { chainId: CHAIN_ID, vault: VAULT, batch, entries };
}

export const testKey: KeyBackend = {
  address: () => SIGNER_ADDRESS,
  async signDigest(hash) {
    const { r, s, yParity } = await sign({ hash, privateKey: SIGNER_KEY });
    return { r, s, yParity: yParity === 1 ? 1 : 0 };
  },
};

/** A signer on its socket in a folder; started again on the same folder, it remembers. */
export async function startTestSigner(
  folder: string,
  time: { ms: number; isStopped?: boolean } = { ms: NOON_MS },
) {
  const store = openSignerStore(join(folder, "signer.sqlite"));
  const service = createSignerService({
    key: testKey,
    store,
    policy: {
      isStopped: () => time.isStopped === true,
      policy: {
        maxDeadlineSeconds: 86_400n,
        vaults: [{ chainId: CHAIN_ID, vault: VAULT, tokens: [CAPS] }],
      },
    },
    clock: { now: () => time.ms },
  });
  const socket = join(folder, "signer.sock");
  const server = createServer(createSignerListener(service, createLog({ name: "signer", level: "silent" })));
  await listenOnUnixSocket(server, socket);
  return {
    socket,
    client: createSignerClient(socket),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          store.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
