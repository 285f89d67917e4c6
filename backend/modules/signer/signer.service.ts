import type { Clock } from "#backend/adapters/clock.ts";
import type { KeyBackend } from "#backend/adapters/keyBackend.ts";
import type { HeadroomAnswer, HeadroomQuestion } from "#backend/adapters/signerProtocol.ts";
import type { LoadedPolicy } from "#backend/adapters/signingPolicyFile.ts";
import type { VaultPlace, VaultReader } from "#backend/adapters/vaultReader.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import type { SigningRequest } from "#domain/settlement/judgeBatch.ts";
import type { EntrySigningRequest } from "#domain/settlement/judgeEntryIntent.ts";
import {
  capsFor,
  headroomUnder,
  largestPayment,
  utcDayOf,
  vaultPolicyFor,
} from "#domain/settlement/signingPolicy.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";
import { batchSignable } from "./batchSignable.ts";
import { entrySignable } from "./entrySignable.ts";
import { createGroupCommit } from "./groupCommit.ts";
import { createPublishedFacts } from "./publishedFacts.ts";
import type { Signable } from "./signable.ts";
import type { Signed, SignerStore } from "./signer.store.ts";
import { signOnce } from "./signOnce.ts";
import { createProvenSigner } from "./signProven.ts";

export interface SignerDependencies {
  readonly key: KeyBackend;
  readonly store: SignerStore;
  readonly policy: LoadedPolicy;
  readonly chain: VaultReader;
  readonly clock: Clock;
}

export interface SignerService {
  address(): EvmAddress;
  /** The same request gets the same signature again, for ever. @throws SigningRefused */
  signBatch(request: SigningRequest, requestHash: string): Promise<Signed>;
  /** Likewise; one entry per account and nonce at a time. @throws SigningRefused */
  signEntryIntent(request: EntrySigningRequest, requestHash: string): Promise<Signed>;
  /** What could be signed now, so that a worker need not ask for what will be refused. */
  headroom(question: HeadroomQuestion): HeadroomAnswer;
  /** Writes a request that could not even be read into the log. */
  logMalformed(requestHash: string): Promise<void>;
}

/** Load, judge by `domain/settlement`, record, and only then let a signature out. */
export function createSignerService(dependencies: SignerDependencies): SignerService {
  const { key, store, clock } = dependencies;
  const { policy, isStopped } = dependencies.policy;
  const nowSeconds = () => BigInt(Math.floor(clock.now() / 1000));
  const published = createPublishedFacts(dependencies.chain, clock);
  const sign = createProvenSigner(key);
  // One at a time: two batches judged at once would both be measured against the same day's rest.
  const group = createGroupCommit(store.atomically);

  /** The chain is asked before a request's turn comes, so that a slow node holds up nobody else. */
  async function fromChain<Fact>(
    vault: VaultPlace,
    read: () => Promise<Fact>,
  ): Promise<Fact | SigningRefused> {
    if (vaultPolicyFor(policy, vault) === undefined)
      return new SigningRefused("VAULT_NOT_ALLOWED", "The policy does not list the vault.");
    return read().catch((error: unknown) => {
      if (error instanceof SigningRefused) return error;
      throw error;
    });
  }

  async function signed(wanted: Signable, requestHash: string): Promise<Signed> {
    const result = await group.submit(() =>
      signOnce(wanted, { sign, store, isStopped }, { nowSeconds: nowSeconds(), requestHash }),
    );
    if (result instanceof SigningRefused) throw result;
    return result;
  }

  return {
    address: () => key.address(),
    async signBatch(request, requestHash) {
      const { token, signerEpoch } = request.batch;
      const wanted = { token, signerEpoch, checkpoint: request.checkpoint };
      const facts = await fromChain(request, () => published.facts(request, wanted));
      return signed(batchSignable(request, facts, { store, policy, key }), requestHash);
    },
    async signEntryIntent(request, requestHash) {
      const { signerEpoch } = request.intent;
      const authority = await fromChain(request, () => published.authority(request, signerEpoch));
      return signed(entrySignable(request, authority, { store, policy, key }), requestHash);
    },
    headroom({ recipients, ...wanted }) {
      const caps = capsFor(policy, wanted);
      const payment = caps === undefined ? null : largestPayment(caps);
      if (caps === undefined || isStopped())
        return { payment, batch: 0n, recipients: recipients.map(() => 0n) };
      const place = { ...wanted, day: utcDayOf(nowSeconds()) };
      const headroom = headroomUnder(caps, store.spentToday(place, recipients));
      return { payment, batch: headroom.batchQuanta, recipients: recipients.map(headroom.recipientQuanta) };
    },
    logMalformed(requestHash) {
      const entry = { atSeconds: nowSeconds(), subject: "", digest: "", requestHash } as const;
      const refusal = { ...entry, outcome: "refused", reason: "REQUEST_MALFORMED" } as const;
      return group.submit(async () => store.appendLog(refusal));
    },
  };
}
