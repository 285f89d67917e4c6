import { payoutBatchDigest } from "#domain/chain/payoutBatchDigest.ts";
import type { PayoutEntry } from "#domain/chain/payoutEntries.ts";
import { vaultDomain } from "#domain/chain/typedData.ts";
import {
  decodeRequest,
  judgeBatch,
  quantaByRecipient,
  requireCaps,
  type SigningRequest,
} from "#domain/settlement/judgeBatch.ts";
import { judgeCheckpoint } from "#domain/settlement/judgeCheckpoint.ts";
import { utcDayOf } from "#domain/settlement/signingPolicy.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";
import { requireAuthority } from "#domain/settlement/vaultAuthority.ts";
import type { PublishedFacts } from "./publishedFacts.ts";
import { type Signable, type SignableDependencies, signsAs } from "./signable.ts";
import type { SpendingPlace } from "./signer.store.ts";

/** @param published what the signer read from the chain for this request, or why it could not */
export function batchSignable(
  request: SigningRequest,
  published: PublishedFacts | SigningRefused,
  dependencies: SignableDependencies,
): Signable {
  const { store, policy } = dependencies;
  const { batch, chainId, vault } = request;
  const { batchId, token } = batch;
  const digest = payoutBatchDigest(vaultDomain(chainId, vault), batch);
  let payments: readonly PayoutEntry[] = [];
  const placeAt = (seconds: bigint): SpendingPlace => ({ day: utcDayOf(seconds), chainId, vault, token });
  return {
    subject: batchId,
    digest,
    decode() {
      payments = decodeRequest(request);
    },
    findStanding() {
      const standing = store.findBatch(batchId);
      if (standing === undefined || standing.digest === digest) return standing;
      const message = `Batch ${batchId} was signed with the digest ${standing.digest}.`;
      throw new SigningRefused("BATCH_ID_REUSED", message);
    },
    judge(nowSeconds) {
      const caps = requireCaps(policy, request);
      const recipients = quantaByRecipient(payments).keys();
      const spent = store.spentToday(placeAt(nowSeconds), recipients);
      const { maxDeadlineSeconds } = policy;
      judgeBatch(batch, payments, { caps, maxDeadlineSeconds, spent, nowSeconds });
      if (published instanceof SigningRefused) throw published;
      requireAuthority(batch.signerEpoch, signsAs(request, dependencies), published.authority);
      judgeCheckpoint(request, payments, published.checkpoint);
    },
    record(signed, nowSeconds) {
      const byRecipient = quantaByRecipient(payments);
      const spending = { place: placeAt(nowSeconds), totalQuanta: batch.total, byRecipient };
      store.recordBatch({ ...signed, batchId, ...spending });
    },
  };
}
