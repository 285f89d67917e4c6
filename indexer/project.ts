import { CHANGE_NAMES } from "#domain/indexing/governance.ts";
import { payoutsOf } from "#domain/indexing/payout.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import { isNamed, type VaultEvent, type VaultEventName } from "#domain/indexing/vaultEvent.ts";
import { checkpointPublishedHandler } from "#indexer/handlers/checkpointPublished.ts";
import { creditClaimedHandler } from "#indexer/handlers/creditClaimed.ts";
import { depositedHandler } from "#indexer/handlers/deposited.ts";
import { entryPaidHandler } from "#indexer/handlers/entryPaid.ts";
import { exitActivatedHandler } from "#indexer/handlers/exitActivated.ts";
import { exitedHandler, settleExits } from "#indexer/handlers/exited.ts";
import { governanceHandler } from "#indexer/handlers/governance.ts";
import { isFinal, type Scope } from "#indexer/handlers/handler.ts";
import { payoutExecutedHandler } from "#indexer/handlers/payoutExecuted.ts";
import { recordSettledExits, recordSuspense, reverseSuspense } from "#indexer/handlers/suspense.ts";
import { treasuryTransferredHandler } from "#indexer/handlers/treasuryTransferred.ts";
import { asNew, type Known, withHistory } from "#indexer/store/history.store.ts";

/**
 * Everything that follows from canonical events, whole transactions in the order of the chain: rows change, and what is
 * to be posted is added to the scope.
 * @returns the events with what the books said about them before
 */
export async function project(
  scope: Scope,
  events: readonly VaultEvent[],
): Promise<readonly Known<VaultEvent>[]> {
  if (events.length === 0) return [];
  const known = await knownOf(scope, events);
  await observe(scope, known);
  await finalize(
    scope,
    known.filter(({ event }) => isFinal(scope, event)),
  );
  return known;
}

/** As `project`, for events that were observed before and are final now. */
export async function projectFinal(scope: Scope, events: readonly VaultEvent[]): Promise<void> {
  if (events.length > 0) await finalize(scope, await withHistory(scope.client, scope.vault.tenantId, events));
}

/** Takes back what the rows say about dropped events. Their transfers are reversed by the caller. */
export async function reverseEvents(scope: Scope, events: readonly VaultEvent[]): Promise<void> {
  await checkpointPublishedHandler.reverse(scope, named(events, "CheckpointPublished"));
  await creditClaimedHandler.reverse(scope, named(events, "CreditClaimed"));
  await payoutExecutedHandler().reverse(scope, named(events, "PayoutExecuted"));
  await depositedHandler.reverse(scope, named(events, "Deposited"));
  await entryPaidHandler.reverse(scope, named(events, "RegistrationAccepted", "RetopupCompleted"));
  await governanceHandler.reverse(scope, named(events, ...CHANGE_NAMES, "Anchored"));
  await reverseSuspense(scope, events);
}

async function knownOf(scope: Scope, events: readonly VaultEvent[]): Promise<Known<VaultEvent>[]> {
  return scope.isNew ? asNew(events) : withHistory(scope.client, scope.vault.tenantId, events);
}

/**
 * Each handler gets all of its events at once: credits are claimed from what payouts left behind, and the rest
 * does not depend on one another. A `PayoutCredited` is a part of the `PayoutExecuted` that follows it. What is about
 * governance moves nothing.
 */
async function observe(scope: Scope, known: readonly Known<VaultEvent>[]): Promise<void> {
  const of = byName(known);
  const payouts = new Map(payoutsOf(known.map(({ event }) => event)).map((payout) => [payout.event, payout]));
  const postings = [
    await depositedHandler.observe(scope, of("Deposited")),
    await entryPaidHandler.observe(scope, of("RegistrationAccepted", "RetopupCompleted")),
    await payoutExecutedHandler(payouts).observe(scope, of("PayoutExecuted")),
    await creditClaimedHandler.observe(scope, of("CreditClaimed")),
    await treasuryTransferredHandler.observe(scope, of("TreasuryTransferred")),
    await checkpointPublishedHandler.observe(scope, of("CheckpointPublished")),
    await exitActivatedHandler.observe(scope, of("ExitActivated")),
    await exitedHandler.observe(scope, of("Exited", "DepositsExited")),
    await governanceHandler.observe(scope, of(...CHANGE_NAMES, "Anchored")),
  ];
  const due = inChainOrder(postings, known);
  await recordSuspense(scope, known, due);
  for (const posting of due) scope.postings.push(posting);
}

async function finalize(scope: Scope, known: readonly Known<VaultEvent>[]): Promise<void> {
  if (known.length === 0) return;
  const of = byName(known);
  const postings = [
    await depositedHandler.finalize(scope, of("Deposited")),
    await entryPaidHandler.finalize(scope, of("RegistrationAccepted", "RetopupCompleted")),
    await payoutExecutedHandler().finalize(scope, of("PayoutExecuted")),
    await creditClaimedHandler.finalize(scope, of("CreditClaimed")),
    await treasuryTransferredHandler.finalize(scope, of("TreasuryTransferred")),
    await checkpointPublishedHandler.finalize(scope, of("CheckpointPublished")),
    await exitActivatedHandler.finalize(scope, of("ExitActivated")),
    await exitedHandler.finalize(scope, of("Exited", "DepositsExited")),
  ];
  for (const posting of inChainOrder(postings, known)) scope.postings.push(posting);
  const events = known.map(({ event }) => event);
  await settleExits(scope, events);
  await recordSettledExits(scope, events);
}

function named<Name extends VaultEventName>(
  events: readonly VaultEvent[],
  ...names: readonly Name[]
): Extract<VaultEvent, { name: Name }>[] {
  const isWanted = (candidate: VaultEvent): candidate is Extract<VaultEvent, { name: Name }> =>
    names.some((name) => isNamed(candidate, name));
  return events.filter(isWanted);
}

/** Events by what they are called, in the order of the chain. */
function byName(known: readonly Known<VaultEvent>[]) {
  const groups = Map.groupBy(known, ({ event }) => event.name);
  return <Name extends VaultEventName>(
    ...names: readonly Name[]
  ): Known<Extract<VaultEvent, { name: Name }>>[] => {
    const wanted: ReadonlySet<string> = new Set(names);
    const isWanted = (
      candidate: Known<VaultEvent>,
    ): candidate is Known<Extract<VaultEvent, { name: Name }>> => wanted.has(candidate.event.name);
    const present = names.flatMap((name) => groups.get(name) ?? []);
    // Several kinds together are picked from all events, which are in order.
    return (names.length === 1 || present.length === 0 ? present : known).filter(isWanted);
  };
}

/** Coins come in before they go out: posted in any other order, custody could pass zero on the way. */
function inChainOrder(parts: readonly Posting[][], known: readonly Known<VaultEvent>[]): Posting[] {
  const filled = parts.filter((part) => part.length > 0);
  // Each part is in order by itself.
  if (filled.length < 2) return filled.flat();
  const places = new Map<string, number>();
  for (const [place, { observedId, finalizedId }] of known.entries()) {
    places.set(observedId, place).set(finalizedId, place);
  }
  return filled.flat().sort((a, b) => (places.get(a.causeId) ?? 0) - (places.get(b.causeId) ?? 0));
}
