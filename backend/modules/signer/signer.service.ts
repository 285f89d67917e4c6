import type { Clock } from "#backend/adapters/clock.ts";
import type { KeyBackend } from "#backend/adapters/keyBackend.ts";
import type { LoadedPolicy } from "#backend/adapters/signingPolicyFile.ts";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { payoutBatchDigest } from "#domain/chain/payoutBatchDigest.ts";
import type { PayoutEntry } from "#domain/chain/payoutEntries.ts";
import { vaultDomain } from "#domain/chain/typedData.ts";
import {
  decodeRequest,
  judgeBatch,
  quantaByRecipient,
  requireCaps,
  SigningRefused,
  type SigningRequest,
} from "#domain/settlement/judgeBatch.ts";
import { capsFor, headroomUnder, largestPayment, utcDayOf } from "#domain/settlement/signingPolicy.ts";
import { createGroupCommit } from "./groupCommit.ts";
import type { SignedBatch, SignerStore, SpendingPlace } from "./signer.store.ts";
import { signProven } from "./signProven.ts";

export interface SignerDependencies {
  readonly key: KeyBackend;
  readonly store: SignerStore;
  readonly policy: LoadedPolicy;
  readonly clock: Clock;
}

export interface HeadroomQuestion {
  readonly chainId: number;
  readonly vault: EvmAddress;
  readonly token: EvmAddress;
  readonly recipients: readonly EvmAddress[];
}

export interface HeadroomAnswer {
  /** The most that one payment can ever be; null when the policy does not list the vault. */
  readonly payment: bigint | null;
  readonly batch: bigint;
  /** In the order asked. */
  readonly recipients: readonly bigint[];
}

export interface SignerService {
  address(): EvmAddress;
  /** The same request gets the same signature again, for ever. @throws SigningRefused */
  signBatch(request: SigningRequest, requestHash: string): Promise<SignedBatch>;
  /** What could be signed now, so that a worker need not ask for what will be refused. */
  headroom(question: HeadroomQuestion): HeadroomAnswer;
  /** Writes a request that could not even be read into the log. */
  logMalformed(requestHash: string): Promise<void>;
}

/** Load, judge by `domain/settlement`, record, and only then let a signature out. */
export function createSignerService({ key, store, policy, clock }: SignerDependencies): SignerService {
  const nowSeconds = () => BigInt(Math.floor(clock.now() / 1000));
  // One at a time: two batches judged at once would both be measured against the same day's rest.
  const group = createGroupCommit(store.atomically);

  async function signNow(
    request: SigningRequest,
    requestHash: string,
  ): Promise<SignedBatch | SigningRefused> {
    const { batch, chainId, vault } = request;
    const digest = payoutBatchDigest(vaultDomain(chainId, vault), batch);
    const entry = { atSeconds: nowSeconds(), batchId: batch.batchId, digest, requestHash };
    try {
      if (policy.isStopped()) throw new SigningRefused("SIGNER_STOPPED", "The signer's kill switch is set.");
      const payments = decodeRequest(request);
      const standing = findStanding(batch.batchId, digest);
      if (standing !== undefined) {
        store.appendLog({ ...entry, outcome: "repeated", reason: "" });
        return standing;
      }
      const { place, byRecipient } = judge(request, payments, entry.atSeconds);
      const signature = await signProven(key, digest);
      const signing = {
        batchId: batch.batchId,
        digest,
        signature,
        place,
        totalQuanta: batch.total,
        byRecipient,
      };
      store.recordSigning(signing, { ...entry, outcome: "signed", reason: "" });
      return { digest, signature };
    } catch (error) {
      if (!(error instanceof SigningRefused)) throw error;
      store.appendLog({ ...entry, outcome: "refused", reason: error.reason });
      return error;
    }
  }

  function findStanding(batchId: Hex, digest: Hex): SignedBatch | undefined {
    const standing = store.findSigned(batchId);
    if (standing === undefined || standing.digest === digest) return standing;
    const message = `Batch ${batchId} was signed with the digest ${standing.digest}.`;
    throw new SigningRefused("BATCH_ID_REUSED", message);
  }

  function judge(request: SigningRequest, payments: readonly PayoutEntry[], atSeconds: bigint) {
    const { chainId, vault, batch } = request;
    const caps = requireCaps(policy.policy, request);
    const byRecipient = quantaByRecipient(payments);
    const place: SpendingPlace = { day: utcDayOf(atSeconds), chainId, vault, token: batch.token };
    judgeBatch(batch, payments, {
      caps,
      maxDeadlineSeconds: policy.policy.maxDeadlineSeconds,
      spent: store.spentToday(place, byRecipient.keys()),
      nowSeconds: atSeconds,
    });
    return { place, byRecipient };
  }

  return {
    address: () => key.address(),
    async signBatch(request, requestHash) {
      const result = await group.submit(() => signNow(request, requestHash));
      if (result instanceof SigningRefused) throw result;
      return result;
    },
    headroom({ recipients, ...wanted }) {
      const caps = capsFor(policy.policy, wanted);
      const payment = caps === undefined ? null : largestPayment(caps);
      if (caps === undefined || policy.isStopped())
        return { payment, batch: 0n, recipients: recipients.map(() => 0n) };
      const place = { ...wanted, day: utcDayOf(nowSeconds()) };
      const headroom = headroomUnder(caps, store.spentToday(place, recipients));
      return { payment, batch: headroom.batchQuanta, recipients: recipients.map(headroom.recipientQuanta) };
    },
    logMalformed(requestHash) {
      const entry = { atSeconds: nowSeconds(), batchId: "", digest: "", requestHash } as const;
      const refusal = { ...entry, outcome: "refused", reason: "REQUEST_MALFORMED" } as const;
      return group.submit(async () => store.appendLog(refusal));
    },
  };
}
