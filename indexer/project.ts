import { type EventStage, eventCauseId } from "#domain/indexing/eventCause.ts";
import { payoutsOf } from "#domain/indexing/payout.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import { isNamed, type VaultEvent, type VaultEventName } from "#domain/indexing/vaultEvent.ts";
import { creditClaimedHandler } from "#indexer/handlers/creditClaimed.ts";
import { depositedHandler } from "#indexer/handlers/deposited.ts";
import type { Scope } from "#indexer/handlers/handler.ts";
import { payoutExecutedHandler } from "#indexer/handlers/payoutExecuted.ts";
import { type Known, withHistory } from "#indexer/store/history.store.ts";

/**
 * Everything that follows from canonical events, whole blocks in the order of the chain. Returns what to post.
 *
 * Each handler gets all of its events at once: credits are claimed from what payouts left behind, and the rest
 * does not depend on one another. A `PayoutCredited` is a part of the `PayoutExecuted` that follows it.
 */
export async function observeEvents(scope: Scope, events: readonly VaultEvent[]): Promise<Posting[]> {
  if (events.length === 0) return [];
  const known = await withHistory(scope.client, scope.vault.tenantId, events);
  const payouts = new Map(payoutsOf(events).map((payout) => [payout.event, payout]));
  const postings = [
    ...(await depositedHandler.observe(scope, only(known, "Deposited"))),
    ...(await payoutExecutedHandler(payouts).observe(scope, only(known, "PayoutExecuted"))),
    ...(await creditClaimedHandler.observe(scope, only(known, "CreditClaimed"))),
  ];
  return inChainOrder(postings, known, "observed");
}

/** Everything that follows from these events having become final. Returns what to post. */
export async function finalizeEvents(scope: Scope, events: readonly VaultEvent[]): Promise<Posting[]> {
  if (events.length === 0) return [];
  const known = await withHistory(scope.client, scope.vault.tenantId, events);
  const postings = [
    ...(await depositedHandler.finalize(scope, only(known, "Deposited"))),
    ...(await payoutExecutedHandler().finalize(scope, only(known, "PayoutExecuted"))),
    ...(await creditClaimedHandler.finalize(scope, only(known, "CreditClaimed"))),
  ];
  return inChainOrder(postings, known, "finalized");
}

/** Takes back what the rows say about dropped events. Their transfers are reversed by the caller. */
export async function reverseEvents(scope: Scope, events: readonly VaultEvent[]): Promise<void> {
  await creditClaimedHandler.reverse(
    scope,
    events.filter((event) => isNamed(event, "CreditClaimed")),
  );
  await payoutExecutedHandler().reverse(
    scope,
    events.filter((event) => isNamed(event, "PayoutExecuted")),
  );
  await depositedHandler.reverse(
    scope,
    events.filter((event) => isNamed(event, "Deposited")),
  );
}

function only<Name extends VaultEventName>(
  known: readonly Known<VaultEvent>[],
  name: Name,
): Known<Extract<VaultEvent, { name: Name }>>[] {
  return known.flatMap(({ event, history }) => (isNamed(event, name) ? [{ event, history }] : []));
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
