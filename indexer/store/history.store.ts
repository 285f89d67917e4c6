import type pg from "pg";
import { uuidColumn } from "#backend/db/columns.ts";
import { invariant } from "#domain/errors.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import { causeIdOfEvent } from "#indexer/eventIds.ts";

/** What the books already say about an event. */
export interface EventHistory {
  /** How often its block was dropped before and came back. */
  readonly life: number;
  /** Whether this life's money was posted. */
  readonly isObserved: boolean;
  /** Whether this life's money was made final. */
  readonly isFinalized: boolean;
}

/** An event with its history, and the causes of what this life of it posts. */
export interface Known<Event extends VaultEvent> {
  readonly event: Event;
  readonly history: EventHistory;
  readonly observedId: string;
  readonly finalizedId: string;
}

const NEW: EventHistory = { life: 0, isObserved: false, isFinalized: false };
/** A block that came back so often is no reorg any more. */
const MAX_LIVES = 1_000;

/** Events whose raw record is new, which have no history. */
export function asNew<Event extends VaultEvent>(events: readonly Event[]): Known<Event>[] {
  return events.map((event) => {
    const { observedId, finalizedId } = causesOf(event, 0);
    return { event, history: NEW, observedId, finalizedId };
  });
}

/** Adds to each event what the books say about it, judging by the transfers that stand. */
export async function withHistory<Event extends VaultEvent>(
  client: pg.ClientBase,
  tenantId: number,
  events: readonly Event[],
): Promise<Known<Event>[]> {
  const known = new Map<Event, Known<Event>>();
  let open = events;
  for (let life = 0; open.length > 0; life++) {
    invariant(life < MAX_LIVES, `no block is dropped ${MAX_LIVES} times`);
    const causes = open.map((event) => causesOf(event, life));
    const reversals = open.map((event) => causeIdOfEvent(event, "reversed", life));
    const posted = causes.flatMap(({ observedId, finalizedId }) => [observedId, finalizedId]);
    const missing = await findMissing(client, tenantId, posted);
    const reversed = await findStanding(client, tenantId, reversals);
    for (const [index, event] of open.entries()) {
      const isObserved = !missing.has(2 * index);
      const isFinalized = !missing.has(2 * index + 1);
      known.set(event, {
        event,
        history: { life, isObserved, isFinalized },
        ...(causes[index] ?? causesOf(event, life)),
      });
    }
    open = open.filter((_, index) => reversed.has(index));
  }
  return events.map((event) => {
    const found = known.get(event);
    invariant(found !== undefined, "every event has a first life");
    return found;
  });
}

function causesOf(event: VaultEvent, life: number): Pick<Known<VaultEvent>, "observedId" | "finalizedId"> {
  return {
    observedId: causeIdOfEvent(event, "observed", life),
    finalizedId: causeIdOfEvent(event, "finalized", life),
  };
}

// Which of many ids stand is asked in the way that gives the shorter answer: nearly all postings of recorded events do,
// and nearly no reversals.

/** The places of the causes that no transfer has. */
async function findMissing(
  client: pg.ClientBase,
  tenantId: number,
  causeIds: readonly string[],
): Promise<Set<number>> {
  return findPlaces(client, tenantId, causeIds, "IS NULL");
}

/** The places of the causes that some transfer has. */
async function findStanding(
  client: pg.ClientBase,
  tenantId: number,
  causeIds: readonly string[],
): Promise<Set<number>> {
  return findPlaces(client, tenantId, causeIds, "IS NOT NULL");
}

async function findPlaces(
  client: pg.ClientBase,
  tenantId: number,
  causeIds: readonly string[],
  condition: "IS NOT NULL" | "IS NULL",
): Promise<Set<number>> {
  const { rows } = await client.query<{ place: number }>(
    `SELECT (place - 1)::integer AS place FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (cause_id, place)
     WHERE (SELECT true FROM transfers
            WHERE transfers.tenant_id = $1 AND transfers.cause_id = wanted.cause_id LIMIT 1) ${condition}`,
    [tenantId, uuidColumn(causeIds)],
  );
  return new Set(rows.map(({ place }) => place));
}
