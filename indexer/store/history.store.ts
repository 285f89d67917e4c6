import type pg from "pg";
import { invariant } from "#domain/errors.ts";
import { eventCauseId } from "#domain/indexing/eventCause.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";

/** What the books already say about an event. */
export interface EventHistory {
  /** How often its block was dropped before and came back. */
  readonly life: number;
  /** Whether this life's money was posted. */
  readonly isObserved: boolean;
  /** Whether this life's money was made final. */
  readonly isFinalized: boolean;
}

/** An event with its history. */
export type Known<Event extends VaultEvent> = { readonly event: Event; readonly history: EventHistory };

/** A block that came back so often is no reorg any more. */
const MAX_LIVES = 1_000;

/** Adds to each event what the books say about it, judging by the transfers that stand. */
export async function withHistory<Event extends VaultEvent>(
  client: pg.ClientBase,
  tenantId: number,
  events: readonly Event[],
): Promise<Known<Event>[]> {
  const known = new Map<Event, EventHistory>();
  let open = events;
  for (let life = 0; open.length > 0; life++) {
    invariant(life < MAX_LIVES, `no block is dropped ${MAX_LIVES} times`);
    const standing = await findStanding(client, tenantId, open, life);
    for (const event of open) {
      known.set(event, {
        life,
        isObserved: standing.has(eventCauseId(event, "observed", life)),
        isFinalized: standing.has(eventCauseId(event, "finalized", life)),
      });
    }
    open = open.filter((event) => standing.has(eventCauseId(event, "reversed", life)));
  }
  return events.map((event) => {
    const history = known.get(event);
    invariant(history !== undefined, "every event has a first life");
    return { event, history };
  });
}

async function findStanding(
  client: pg.ClientBase,
  tenantId: number,
  events: readonly VaultEvent[],
  life: number,
): Promise<Set<string>> {
  const causeIds = events.flatMap((event) => [
    eventCauseId(event, "observed", life),
    eventCauseId(event, "finalized", life),
    eventCauseId(event, "reversed", life),
  ]);
  const { rows } = await client.query<{ cause_id: string }>(
    "SELECT DISTINCT cause_id FROM transfers WHERE tenant_id = $1 AND cause_id = ANY($2::uuid[])",
    [tenantId, causeIds],
  );
  return new Set(rows.map(({ cause_id }) => cause_id));
}
