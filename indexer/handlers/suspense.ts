import { custodyEffect } from "#domain/indexing/custodyEffect.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import { spanOf } from "#domain/indexing/span.ts";
import { isSuspending, isUnlisted, suspenseEffect, suspenseReason } from "#domain/indexing/suspense.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import type { Scope } from "#indexer/handlers/handler.ts";
import { type Known, withHistory } from "#indexer/store/history.store.ts";
import {
  type Movement,
  reverseMovements,
  saveMovements,
  sumSuspenseByCause,
} from "#indexer/store/suspense.store.ts";

/**
 * Keeps the list of money that is nobody's in step with the postings: what these events left in suspense is open,
 * and what they no longer leave there is resolved.
 *
 * @param events all events from the first to the last of them, in the order of the chain
 * @param postings what is posted because of them now; for an event that was posted before, its transfers are asked
 */
export async function recordSuspense(
  scope: Scope,
  events: readonly Known<VaultEvent>[],
  postings: readonly Posting[],
): Promise<void> {
  const first = events[0]?.event;
  const last = events.at(-1)?.event;
  if (first === undefined || last === undefined) return;
  const unlisted = events.flatMap(({ event }): Movement[] =>
    isUnlisted(event, (token) => scope.currencies.has(token))
      ? [{ event, reason: "token_without_currency", amount: custodyEffect(event) }]
      : [],
  );
  const movements = [...unlisted, ...(await suspendedBy(scope, events, postings))];
  // Nothing is open yet of events that are on record for the first time.
  if (movements.length === 0 && scope.isNew) return;
  await saveMovements(scope.client, scope.vault, { first, last }, movements);
}

/** As `recordSuspense`, for exits: whose their money was is known once they are final and settled. */
export async function recordSettledExits(scope: Scope, final: readonly VaultEvent[]): Promise<void> {
  const { client, vault, currencies } = scope;
  const exits = final.filter((event) => event.name === "Exited" || event.name === "DepositsExited");
  const listed = exits.filter(({ args }) => currencies.has(args.token));
  for (const exit of await withHistory(client, vault.tenantId, listed)) {
    const { event } = exit;
    const [movement] = await suspendedBy(scope, [exit], []);
    await saveMovements(
      client,
      vault,
      { first: event, last: event },
      movement === undefined ? [] : [movement],
    );
  }
}

/** Marks events on the list that the chain dropped. */
export async function reverseSuspense(
  { client, vault }: Scope,
  events: readonly VaultEvent[],
): Promise<void> {
  const from = spanOf(events)?.from;
  if (from !== undefined) await reverseMovements(client, vault, from);
}

/** Of ten thousand postings hardly any: only these are looked at by their cause. */
function isAboutSuspense({ debit, credit }: Posting): boolean {
  return debit.kind === "suspense" || credit.kind === "suspense";
}

async function suspendedBy(
  { client, vault, currencies }: Scope,
  events: readonly Known<VaultEvent>[],
  postings: readonly Posting[],
): Promise<Movement[]> {
  const candidates = events.flatMap(({ event, ...known }) =>
    isSuspending(event) && currencies.has(event.args.token) ? [{ event, ...known }] : [],
  );
  if (candidates.length === 0) return [];
  const fresh = Map.groupBy(postings.filter(isAboutSuspense), ({ causeId }) => causeId);
  const posted = candidates.filter(({ history }) => history.isObserved);
  const causeIds = posted.flatMap(({ observedId, finalizedId }) => [observedId, finalizedId]);
  const standing = await sumSuspenseByCause(client, vault.tenantId, causeIds);
  return candidates.flatMap(({ event, observedId, finalizedId }): Movement[] => {
    const amount = [observedId, finalizedId]
      .map((cause) => (standing.get(cause) ?? 0n) + suspenseEffect(fresh.get(cause) ?? []))
      .reduce((sum, effect) => sum + effect, 0n);
    return amount === 0n ? [] : [{ event, reason: suspenseReason(event), amount }];
  });
}
