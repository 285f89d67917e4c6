import { together } from "#backend/db/together.ts";
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
import { type Known, withHistory } from "#indexer/store/history.store.ts";

/**
 * Everything that follows from canonical events, whole transactions in the order of the chain: rows change, and what is
 * to be posted is added to the scope.
 */
export async function project(scope: Scope, known: readonly Known<VaultEvent>[]): Promise<void> {
  if (known.length === 0) return;
  await observe(scope, known);
  await finalize(
    scope,
    known.filter(({ event }) => isFinal(scope, event)),
  );
}

/** As `project`, for events that may have been on record before. @returns what the books said about them */
export async function projectRecorded(
  scope: Scope,
  events: readonly VaultEvent[],
): Promise<readonly Known<VaultEvent>[]> {
  const known = await withHistory(scope.client, scope.vault.tenantId, events);
  await project(scope, known);
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

/**
 * Each handler gets all of its events at once, and all handlers work at once: credits are claimed from what payouts left
 * behind, and the rest does not depend on one another. A `PayoutCredited` is a part of the `PayoutExecuted` that follows
 * it. What is about governance moves nothing.
 */
async function observe(scope: Scope, known: readonly Known<VaultEvent>[]): Promise<void> {
  const of = byName(known);
  const payouts = new Map(payoutsOf(known.map(({ event }) => event)).map((payout) => [payout.event, payout]));
  const paid = payoutExecutedHandler(payouts).observe(scope, of("PayoutExecuted"));
  const parts: Promise<Posting[]>[] = [
    depositedHandler.observe(scope, of("Deposited")),
    entryPaidHandler.observe(scope, of("RegistrationAccepted", "RetopupCompleted")),
    paid,
    paid.then(() => creditClaimedHandler.observe(scope, of("CreditClaimed"))),
    treasuryTransferredHandler.observe(scope, of("TreasuryTransferred")),
    checkpointPublishedHandler.observe(scope, of("CheckpointPublished")),
    exitActivatedHandler.observe(scope, of("ExitActivated")),
    exitedHandler.observe(scope, of("Exited", "DepositsExited")),
    governanceHandler.observe(scope, of(...CHANGE_NAMES, "Anchored")),
  ];
  const due = inChainOrder(await together(parts), known);
  await recordSuspense(scope, known, due);
  for (const posting of due) scope.postings.push(posting);
}

async function finalize(scope: Scope, known: readonly Known<VaultEvent>[]): Promise<void> {
  if (known.length === 0) return;
  const of = byName(known);
  const parts: Promise<Posting[]>[] = [
    depositedHandler.finalize(scope, of("Deposited")),
    entryPaidHandler.finalize(scope, of("RegistrationAccepted", "RetopupCompleted")),
    payoutExecutedHandler().finalize(scope, of("PayoutExecuted")),
    creditClaimedHandler.finalize(scope, of("CreditClaimed")),
    treasuryTransferredHandler.finalize(scope, of("TreasuryTransferred")),
    checkpointPublishedHandler.finalize(scope, of("CheckpointPublished")),
    exitActivatedHandler.finalize(scope, of("ExitActivated")),
    exitedHandler.finalize(scope, of("Exited", "DepositsExited")),
  ];
  for (const posting of inChainOrder(await together(parts), known)) scope.postings.push(posting);
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

/**
 * Coins come in before they go out: posted in any other order, custody could pass zero on the way. Each part is in order
 * by itself; what follows from none of the events comes last.
 */
function inChainOrder(parts: readonly Posting[][], known: readonly Known<VaultEvent>[]): Posting[] {
  const queues = parts.filter((part) => part.length > 0).map((part) => ({ part, next: 0 }));
  const ordered: Posting[] = [];
  // Events and postings come in one order, so that walking along both takes no look-ups.
  for (const { observedId, finalizedId } of queues.length < 2 ? [] : known) {
    for (const queue of queues) {
      let posting = queue.part[queue.next];
      while (posting !== undefined && (posting.causeId === observedId || posting.causeId === finalizedId)) {
        ordered.push(posting);
        queue.next += 1;
        posting = queue.part[queue.next];
      }
    }
  }
  return [...ordered, ...queues.flatMap(({ part, next }) => part.slice(next))];
}
