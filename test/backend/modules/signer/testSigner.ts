import { createServer } from "node:http";
import { join } from "node:path";
import type { Hex } from "viem";
import { privateKeyToAccount, sign } from "viem/accounts";
import type { KeyBackend } from "#backend/adapters/keyBackend.ts";
import { createLog } from "#backend/adapters/log.ts";
import { createSignerClient } from "#backend/adapters/signerClient.ts";
import { listenOnUnixSocket } from "#backend/adapters/unixSocket.ts";
import type { VaultReader } from "#backend/adapters/vaultReader.ts";
import { createSignerListener } from "#backend/modules/signer/signer.routes.ts";
import { createSignerService } from "#backend/modules/signer/signer.service.ts";
import { openSignerStore } from "#backend/modules/signer/signer.store.ts";
import { type PayoutEntry, packEntries } from "#domain/chain/payoutEntries.ts";
import { type EntryIntent, NATIVE_TOKEN, type PayoutBatch } from "#domain/chain/typedData.ts";
import { buildLiabilitiesTree, proofOf } from "#domain/ledger/liabilitiesTree.ts";
import { FREE_BALANCE, type LiabilityLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { type Checkpoint, quantaByRecipient, type SigningRequest } from "#domain/settlement/judgeBatch.ts";
import type { EntrySigningRequest } from "#domain/settlement/judgeEntryIntent.ts";
import type { EntryCaps, TokenCaps, VaultPolicy } from "#domain/settlement/signingPolicy.ts";
import type { VaultAuthority } from "#domain/settlement/vaultAuthority.ts";

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
export const ENTRY_CAPS: EntryCaps = {
  maxPerDay: 3,
  maxDeadlineSeconds: 3_600n,
  kinds: { registration: { amounts: [20n, 25n] }, retopup: { minQuanta: 40n, maxQuanta: 80n } },
};
export const VAULT_POLICY: VaultPolicy = {
  chainId: CHAIN_ID,
  vault: VAULT,
  types: ["PayoutBatch", "EntryIntent"],
  tokens: [CAPS],
  entries: ENTRY_CAPS,
};

export const account = (n: number): Hex => `0x${n.toString(16).padStart(40, "a")}`;
export const batchId = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;

/** What the chain says: a stand-in, because only the vault's own tests need a vault. */
export class TestChain implements VaultReader {
  epoch = 1n;
  obeyed: Hex = SIGNER_ADDRESS;
  latest: Checkpoint = { epoch: 0n, root: `0x${"0".repeat(64)}`, total: 0n };
  reads = 0;
  failure: Error | undefined;

  async authority(): Promise<VaultAuthority> {
    return this.answer({ signer: this.obeyed, signerEpoch: this.epoch });
  }
  async checkpoint(): Promise<Checkpoint> {
    return this.answer(this.latest);
  }
  publish(checkpoint: Checkpoint): void {
    this.latest = checkpoint;
  }
  private answer<Fact>(fact: Fact): Fact {
    this.reads += 1;
    if (this.failure !== undefined) throw this.failure;
    return fact;
  }
}

export interface Wish {
  readonly payments: readonly PayoutEntry[];
  readonly terms?: Partial<PayoutBatch>;
}

/** A batch that agrees with its entries, proven under a tree that holds other leaves too. */
export function requestOf(
  payments: readonly PayoutEntry[],
  terms: Partial<PayoutBatch> = {},
): SigningRequest {
  return requestsOf([{ payments, terms }])[0]!;
}

/** Likewise several, all proven under one tree. */
export function requestsOf(wishes: readonly Wish[]): SigningRequest[] {
  const batches = wishes.map(({ payments, terms }) => ({ payments, ...batchOf(payments, terms) }));
  const tree = buildLiabilitiesTree(batches[0]!.batch.token, leavesOf(batches));
  const checkpoint = { epoch: 1n, root: tree.root, total: tree.total };
  const places = new Map(tree.leaves.map((leaf, place) => [`${leaf.account}/${leaf.batchId}`, place]));
  return batches.map(({ payments, batch, entries }) => {
    const proofs = owedBy(payments).map(([account]) =>
      proofOf(tree, places.get(`${account}/${batch.batchId}`)!),
    );
    return { chainId: CHAIN_ID, vault: VAULT, batch, entries, checkpoint, proofs };
  });
}

function batchOf(payments: readonly PayoutEntry[], terms: Partial<PayoutBatch> = {}) {
  const { entries, entriesHash, total, count } = packEntries(payments);
  const deadline = BigInt(NOON_MS / 1000) + 3_600n;
  const own = { batchId: batchId(1), token: NATIVE_TOKEN, entriesHash, total, count };
  return { batch: { ...own, checkpointEpoch: 1n, signerEpoch: 1n, deadline, ...terms }, entries };
}

/** What each batch owes, and a free balance for each of its accounts. */
function leavesOf(batches: readonly { payments: readonly PayoutEntry[]; batch: PayoutBatch }[]) {
  const leaves = new Map<string, LiabilityLeaf>();
  for (const { payments, batch } of batches) {
    for (const [account, quanta] of owedBy(payments)) {
      leaves.set(`${account}/${batch.batchId}`, { account, quanta, batchId: batch.batchId });
      leaves.set(account, { account, quanta: 7n, batchId: FREE_BALANCE });
    }
  }
  return [...leaves.values()];
}

function owedBy(payments: readonly PayoutEntry[]): [Hex, bigint][] {
  return [...quantaByRecipient(payments)].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** A registration that the policy allows. */
export function entryOf(overrides: Partial<EntryIntent> = {}): EntrySigningRequest {
  const intent = {
    kind: 1,
    account: account(1),
    sponsor: account(2),
    amount: 20n,
    placementHint: batchId(9),
    nonce: 0n,
    signerEpoch: 1n,
    deadline: BigInt(NOON_MS / 1000) + 600n,
    ...overrides,
  };
  return { chainId: CHAIN_ID, vault: VAULT, intent };
}

export const testKey: KeyBackend = {
  address: () => SIGNER_ADDRESS,
  async signDigest(hash) {
    const { r, s } = await sign({ hash, privateKey: SIGNER_KEY });
    return { r, s };
  },
};

export interface TestSignerOptions {
  readonly time?: { ms: number; isStopped?: boolean };
  readonly chain?: VaultReader;
  readonly key?: KeyBackend;
  readonly vaults?: readonly VaultPolicy[];
}

/** A signer on its socket in a folder; started again on the same folder, it remembers. */
export async function startTestSigner(folder: string, options: TestSignerOptions = {}) {
  const { chain = new TestChain(), key = testKey } = options;
  const time: { ms: number; isStopped?: boolean } = options.time ?? { ms: NOON_MS };
  const store = openSignerStore(join(folder, "signer.sqlite"));
  const policy = { maxDeadlineSeconds: 86_400n, vaults: options.vaults ?? [VAULT_POLICY] };
  const service = createSignerService({
    key,
    store,
    policy: { isStopped: () => time.isStopped === true, policy },
    chain,
    clock: { now: () => time.ms },
  });
  const socket = join(folder, "signer.sock");
  const listener = createSignerListener(service, createLog({ name: "signer", level: "silent" }));
  const server = createServer(listener);
  try {
    await listenOnUnixSocket(server, socket);
  } catch (error) {
    store.close();
    throw error;
  }
  return {
    socket,
    service,
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
