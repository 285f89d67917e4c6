import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import { inTenantSnapshot, inTenantTransaction } from "#backend/db/transaction.ts";
import type {
  DownlineSumsQuery,
  DownlineSumsView,
  StatementFile,
  StatementFilter,
  StatementHead,
  StatementLineView,
  StatementPageView,
  StatementQuery,
} from "#domain/api/commissions.ts";
import { sumDownline } from "./downlineSums.store.ts";
import { createExpensiveReadings } from "./expensiveReadings.ts";
import { findBetsOfLines, type LineFilter, listLines } from "./statement.store.ts";
import { sumLines } from "./statementSums.store.ts";
import { readInTime } from "./statementTime.store.ts";
import { toDownlineTotalsView, toLineView, toTotalsView } from "./statementViews.ts";
import { findVisible, type Viewer } from "./viewer.ts";

/** A statement without a beginning reaches back so far. */
const DEFAULT_PERIOD_MS = 30 * 24 * 3_600_000;
/** One without an end takes in the newest lines, also when the database's clock is ahead of ours. */
const AHEAD_MS = 5_000;
/** Lines read at a time while a whole statement is written out. */
const LINES_PER_READ = 100;
/** Of one player: all bets of the period are looked through for each reading, and few of each line are shown. */
const LINES_OF_PLAYER_PER_READ = 1_000;

/** A whole statement, read as fast as whoever takes it can. */
export interface StatementStream {
  readonly head: StatementHead;
  readonly lines: AsyncIterable<StatementLineView>;
}

/** What agents have earned, line by line down to each bet. */
export interface Statements {
  /** @throws NotFound, CursorInvalid, DatabaseBusy, DownlineTooLarge for a player of too many bets */
  page(viewer: Viewer, query: StatementQuery): Promise<StatementPageView>;
  /**
   * What the agent's whole downline has played and earned meanwhile.
   * @throws NotFound, DatabaseBusy, DownlineTooLarge
   */
  downline(viewer: Viewer, query: DownlineSumsQuery): Promise<DownlineSumsView>;
  /** For whoever reads slowly: what is written meanwhile is left out where it is newer than what was read. @throws NotFound */
  whole(viewer: Viewer, filter: StatementFilter): Promise<StatementStream>;
  /** All of it as of one moment, and in memory; the totals are summed by the database. @throws NotFound */
  file(viewer: Viewer, filter: StatementFilter): Promise<StatementFile>;
}

export function createStatements({
  pool,
  clock,
}: {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}): Statements {
  const readings = createExpensiveReadings();
  const inTurn = <Answer>({ tenantId }: Viewer, read: (client: pg.ClientBase) => Promise<Answer>) =>
    readings(() => inTenantTransaction(pool, tenantId, read));

  const headOf = async (client: pg.ClientBase, viewer: Viewer, filter: StatementFilter) => {
    const { id: agentId } = await findVisible(client, viewer, filter.agentId ?? viewer.userId);
    return headFor(agentId, filter, clock.now());
  };

  return {
    page: (viewer, { cursor, limit, ...filter }) =>
      inTurn(viewer, async (client) => {
        const head = await headOf(client, viewer, filter);
        return readInTime(client, async () => {
          const { lines, nextCursor } = await readLines(client, viewer.tenantId, head, { cursor, limit });
          // All pages have the same totals: the first one tells them.
          const totals =
            cursor === undefined ? await sumLines(client, viewer.tenantId, filterOf(head)) : null;
          return { statement: head, lines, totals: totals?.map(toTotalsView) ?? null, nextCursor };
        });
      }),

    downline: (viewer, query) =>
      inTurn(viewer, async (client) => {
        const statement = await headOf(client, viewer, query);
        const agent = await findVisible(client, viewer, statement.agentId);
        const { from, to, currency } = filterOf(statement);
        const sums = await sumDownline(client, viewer.tenantId, { agent, from, to, currency });
        return { statement, totals: sums.map(toDownlineTotalsView) };
      }),

    async whole(viewer, filter) {
      const head = await inTenantTransaction(pool, viewer.tenantId, (client) =>
        headOf(client, viewer, filter),
      );
      return { head, lines: allLines(pool, viewer.tenantId, head) };
    },

    file: (viewer, filter) =>
      inTenantSnapshot(pool, viewer.tenantId, async (client) => {
        const head = await headOf(client, viewer, filter);
        const lines: StatementLineView[] = [];
        let cursor: string | undefined;
        do {
          const page = await readLines(client, viewer.tenantId, head, { cursor, limit: linesPerRead(head) });
          lines.push(...page.lines);
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        const totals = await sumLines(client, viewer.tenantId, filterOf(head));
        return {
          format: "fairhouse-statement",
          version: 1,
          statement: head,
          lines,
          totals: totals.map(toTotalsView),
        };
      }),
  };
}

/** What a statement is of, in full. @param now in ms since the epoch */
function headFor(agentId: string, filter: StatementFilter, now: number): StatementHead {
  const to = filter.to ?? new Date(now + AHEAD_MS).toISOString();
  const from = filter.from ?? new Date(Math.max(0, Date.parse(to) - DEFAULT_PERIOD_MS)).toISOString();
  const { type, playerId, currency } = filter;
  return {
    agentId,
    from,
    to,
    ...(type === undefined ? {} : { type }),
    ...(playerId === undefined ? {} : { playerId }),
    ...(currency === undefined ? {} : { currency }),
  };
}

/** Takes a connection for each reading and none between them: a slow reader holds nobody up. */
async function* allLines(
  pool: pg.Pool,
  tenantId: number,
  head: StatementHead,
): AsyncGenerator<StatementLineView> {
  let cursor: string | undefined;
  do {
    const page = { cursor, limit: linesPerRead(head) };
    const { lines, nextCursor } = await inTenantTransaction(pool, tenantId, (client) =>
      readLines(client, tenantId, head, page),
    );
    yield* lines;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function linesPerRead({ playerId }: StatementHead): number {
  return playerId === undefined ? LINES_PER_READ : LINES_OF_PLAYER_PER_READ;
}

async function readLines(
  client: pg.ClientBase,
  tenantId: number,
  head: StatementHead,
  page: { readonly cursor: string | undefined; readonly limit: number },
): Promise<{ lines: StatementLineView[]; nextCursor: string | null }> {
  const { lines, nextCursor } = await listLines(client, tenantId, filterOf(head), page);
  const ids = lines.map(({ id }) => id);
  const bets = await findBetsOfLines(client, tenantId, ids, head.playerId);
  const isOfOnePlayer = head.playerId !== undefined;
  return {
    lines: lines.map((line) => toLineView(line, bets.get(line.id) ?? [], { isOfOnePlayer })),
    nextCursor,
  };
}

function filterOf({ agentId, from, to, type, playerId, currency }: StatementHead): LineFilter {
  return { agentId, from: new Date(from), to: new Date(to), type, playerId, currency };
}
