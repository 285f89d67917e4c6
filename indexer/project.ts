import { type EventStage, eventCauseId } from "#domain/indexing/eventCause.ts";
import { payoutsOf } from "#domain/indexing/payout.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import { isNamed, type VaultEvent, type VaultEventName } from "#domain/indexing/vaultEvent.ts";
import { checkpointPublishedHandler } from "#indexer/handlers/checkpointPublished.ts";
import { creditClaimedHandler } from "#indexer/handlers/creditClaimed.ts";
import { depositedHandler } from "#indexer/handlers/deposited.ts";
import { entryPaidHandler } from "#indexer/handlers/entryPaid.ts";
import { exitActivatedHandler } from "#indexer/handlers/exitActivated.ts";
import { exitedHandler } from "#indexer/handlers/exited.ts";
import type { Scope } from "#indexer/handlers/handler.ts";
import { payoutExecutedHandler } from "#indexer/handlers/payoutExecuted.ts";
import { treasuryTransferredHandler } from "#indexer/handlers/treasuryTransferred.ts";
import { type Known, withHistory } from "#indexer/store/history.store.ts";

/**
 * Everything that follows from canonical events, whole blocks in the order of the chain. Returns what to post.
 *
 * Each handler gets all of its events at once: credits are claimed from what payouts left behind, and the rest
 * does not depend on one another. A `PayoutCredited` is a part of the `PayoutExecuted` that follows it. Listings and
 * pauses are on record, and change nothing here.
 */
export async function observeEvents(scope: Scope, events: readonly VaultEvent[]): Promise<Posting[]> {
  if (events.length === 0) return [];
  const known = await withHistory(scope.client, scope.vault.tenantId, events);
  const payouts = new Map(payoutsOf(events).map((payout) => [payout.event, payout]));
  const postings = [
    ...(await depositedHandler.observe(scope, only(known, "Deposited"))),
    ...(await entryPaidHandler.observe(scope, only(known, "RegistrationAccepted", "RetopupCompleted"))),
    ...(await payoutExecutedHandler(payouts).observe(scope, only(known, "PayoutExecuted"))),
    ...(await creditClaimedHandler.observe(scope, only(known, "CreditClaimed"))),
    ...(await treasuryTransferredHandler.observe(scope, only(known, "TreasuryTransferred"))),
    ...(await checkpointPublishedHandler.observe(scope, only(known, "CheckpointPublished"))),
    ...(await exitActivatedHandler.observe(scope, only(known, "ExitActivated"))),
    ...(await exitedHandler.observe(scope, only(known, "Exited", "DepositsExited"))),
  ];
  return inChainOrder(postings, known, "observed");
}

/** Everything that follows from these events having become final. Returns what to post. */
export async function finalizeEvents(scope: Scope, events: readonly VaultEvent[]): Promise<Posting[]> {
  if (events.length === 0) return [];
  const known = await withHistory(scope.client, scope.vault.tenantId, events);
  const postings = [
    ...(await depositedHandler.finalize(scope, only(known, "Deposited"))),
    ...(await entryPaidHandler.finalize(scope, only(known, "RegistrationAccepted", "RetopupCompleted"))),
    ...(await payoutExecutedHandler().finalize(scope, only(known, "PayoutExecuted"))),
    ...(await creditClaimedHandler.finalize(scope, only(known, "CreditClaimed"))),
    ...(await treasuryTransferredHandler.finalize(scope, only(known, "TreasuryTransferred"))),
    ...(await checkpointPublishedHandler.finalize(scope, only(known, "CheckpointPublished"))),
    ...(await exitActivatedHandler.finalize(scope, only(known, "ExitActivated"))),
    ...(await exitedHandler.finalize(scope, only(known, "Exited", "DepositsExited"))),
  ];
  return inChainOrder(postings, known, "finalized");
}

/** Takes back what the rows say about dropped events. Their transfers are reversed by the caller. */
export async function reverseEvents(scope: Scope, events: readonly VaultEvent[]): Promise<void> {
  await checkpointPublishedHandler.reverse(scope, named(events, "CheckpointPublished"));
  await creditClaimedHandler.reverse(scope, named(events, "CreditClaimed"));
  await payoutExecutedHandler().reverse(scope, named(events, "PayoutExecuted"));
  await depositedHandler.reverse(scope, named(events, "Deposited"));
}

function named<Name extends VaultEventName>(
  events: readonly VaultEvent[],
  name: Name,
): Extract<VaultEvent, { name: Name }>[] {
  return events.filter((event) => isNamed(event, name));
}

function only<Name extends VaultEventName>(
  known: readonly Known<VaultEvent>[],
  ...names: readonly Name[]
): Known<Extract<VaultEvent, { name: Name }>>[] {
  return known.flatMap(({ event, history }) => {
    const isWanted = (candidate: VaultEvent): candidate is Extract<VaultEvent, { name: Name }> =>
      names.some((name) => isNamed(candidate, name));
    return isWanted(event) ? [{ event, history }] : [];
  });
}

/** Coins come in before they go out: posted in any other order, custody could pass zero on the way. */
function inChainOrder(
  postings: readonly Posting[],
  known: readonly Known<VaultEvent>[],
  stage: EventStage,
): Posting[] {
  const places = new Map(
    known.map(({ event, history }, place) => [eventCauseId(event, stage, history.life), place]),
  );
  return postings.toSorted((a, b) => (places.get(a.causeId) ?? 0) - (places.get(b.causeId) ?? 0));
}
