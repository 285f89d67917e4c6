import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { expect } from "vitest";
import { systemEntropy } from "#backend/adapters/entropy.ts";
import { BANKROLL_SHARDS, ensureAccounts, lockAccounts } from "#backend/db/accountStore.ts";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import type { Role } from "#backend/http/access.ts";
import { createCeilings } from "#backend/modules/agents/ceilings.service.ts";
import { closeCommissionPeriods } from "#backend/modules/agents/closePeriods.ts";
import { createCommissionBook } from "#backend/modules/agents/commissionBook.ts";
import { commissionCtes, commissionValues } from "#backend/modules/agents/commissionWrites.ts";
import { createDownline } from "#backend/modules/agents/downline.service.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import { createInvitations } from "#backend/modules/agents/invitations.service.ts";
import { createCommissionPayouts } from "#backend/modules/agents/payout.service.ts";
import { createStatements } from "#backend/modules/agents/statement.service.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { createVoidBet } from "#backend/modules/agents/voidBet.service.ts";
import { gatherCommissions } from "#domain/agents/commissions.ts";
import type { MemberLevel } from "#domain/agents/hierarchy.ts";
import { seed } from "#scripts/seed.ts";
import { plainArray } from "#test/support/plainArray.ts";
import { createTestDatabase } from "#test/support/services.ts";

/** A bet as a test states it; the rest is as with any bet. */
export interface TestBet {
  readonly id?: string;
  readonly userId: string;
  readonly stake: bigint;
  readonly payout?: bigint;
  readonly edgeBps?: number;
  readonly currency?: string;
}

export interface SettledTestBet extends Required<TestBet> {
  readonly planId: bigint | null;
}

const FAR_MINUTES = 60_000_000;

/** Everything that comes, in order. */
export async function gather<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const gathered: Item[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

/** A house with its services and a stand-in for the bet engine, which settles what it is told. */
export type AgentHouse = Awaited<ReturnType<typeof startAgentHouse>>;

export async function startAgentHouse() {
  const database = await createTestDatabase();
  const owner = createPool({ url: database.url, role: "owner", maxConnections: 4 });
  const pool = createPool({ url: database.url, role: "fairhouse_api", maxConnections: 8 });
  const engine = createPool({ url: database.url, role: "fairhouse_engine", maxConnections: 4 });
  const worker = createPool({ url: database.url, role: "fairhouse_worker", maxConnections: 2 });
  let shiftMs = 0;
  const clock = { now: () => Date.now() + shiftMs };
  const commissionBook = createCommissionBook();

  async function addTenant(slug: string): Promise<number> {
    const { tenantId } = await seed({
      databaseUrl: database.url,
      tenant: { slug, name: slug, hostnames: [] },
      vault: {
        chainId: 31_337,
        address: `0x${randomBytes(20).toString("hex")}`,
        deployBlock: 0n,
        bankrollAddress: `0x${randomBytes(20).toString("hex")}`,
      },
    });
    return tenantId;
  }

  const tenantId = await addTenant("main");
  /** The one seed of each player who has bet, and the nonce that the next bet takes. */
  const seeds = new Map<string, Promise<{ readonly id: bigint; nonce: number }>>();

  async function addUser(role: Role = "player", ofTenant = tenantId): Promise<Viewer> {
    const { rows } = await owner.query<{ id: string }>(
      "INSERT INTO users (tenant_id, wallet_address, role) VALUES ($1, $2, $3) RETURNING id",
      [ofTenant, `0x${randomBytes(20).toString("hex")}`, role],
    );
    return { tenantId: ofTenant, userId: rows[0]!.id, role };
  }

  const admin = await addUser("admin");
  const hierarchy = createHierarchy({ pool, clock });

  /** A new member at a place of its own. */
  async function place(level: MemberLevel, parent: Viewer | null = null): Promise<Viewer> {
    const member = await addUser();
    await hierarchy.move(admin, member.userId, { parentId: parent?.userId ?? null, level });
    return member;
  }

  /** A super master, a master, an agent and a player, each below the one before. */
  async function line() {
    const top = await place("super_master");
    const middle = await place("master", top);
    const low = await place("agent", middle);
    return { top, middle, low, player: await place("user", low) };
  }

  async function addSeed(userId: string): Promise<{ id: bigint; nonce: number }> {
    const { rows } = await owner.query<{ id: bigint }>(
      `INSERT INTO seeds (tenant_id, user_id, status, commitment, server_seed_encrypted, client_seed, activated_at)
       SELECT tenant_id, id, 'active', $2, '', '', now() FROM users WHERE id = $1 RETURNING id`,
      [userId, randomBytes(32).toString("hex")],
    );
    return { id: rows[0]!.id, nonce: 0 };
  }

  /** The seed and the nonce of the player's next bet. */
  async function nextPlace(userId: string): Promise<{ readonly id: bigint; readonly nonce: number }> {
    const known = seeds.get(userId) ?? addSeed(userId);
    seeds.set(userId, known);
    const seed = await known;
    return { id: seed.id, nonce: seed.nonce++ };
  }

  /** Settles the bets in one transaction, as the engine does: stake in, payout out, and what agents earn. */
  async function settle(bets: readonly TestBet[], shard = 0): Promise<SettledTestBet[]> {
    const places = await Promise.all(bets.map(({ userId }) => nextPlace(userId)));
    return inTransaction(engine, async (client) => {
      const settled = await withPlans(client, bets);
      const plans = await commissionBook.load(
        client,
        tenantId,
        settled.map(({ planId }) => planId),
      );
      const commissions = gatherCommissions(
        settled.map(({ id, currency, stake, edgeBps, planId }) => ({
          betId: id,
          currency,
          stakeMinor: stake,
          edgeBps,
          plan: planId === null ? undefined : plans.get(planId),
        })),
      );
      const currencies = [...new Set(settled.map(({ currency }) => currency))];
      const ids = await ensureAccounts(client, tenantId, [
        ...currencies.flatMap((currency) => [
          { kind: "house_bankroll" as const, currency, shard },
          { kind: "commission_payable" as const, currency, shard },
        ]),
        ...settled.map(({ userId, currency }) => ({
          kind: "player_cash" as const,
          currency,
          ownerId: userId,
        })),
      ]);
      await lockAccounts(client, tenantId, ids);
      const accounts = new Map(
        currencies.map((currency, index) => [
          currency,
          { bankrollAccountId: ids[2 * index]!, payableAccountId: ids[2 * index + 1]! },
        ]),
      );
      const cash = ids.slice(2 * currencies.length);
      const moves = new Map<bigint, bigint>();
      const move = (id: bigint, amount: bigint) => moves.set(id, (moves.get(id) ?? 0n) + amount);
      for (const [index, { stake, payout, currency }] of settled.entries()) {
        move(cash[index]!, payout - stake);
        move(accounts.get(currency)!.bankrollAccountId, stake - payout);
      }
      for (const { currency, amountMinor } of commissions) {
        move(accounts.get(currency)!.bankrollAccountId, -amountMinor);
        move(accounts.get(currency)!.payableAccountId, amountMinor);
      }
      await client.query(
        `WITH decided AS MATERIALIZED (
           SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::integer[],
             $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::integer[])
             AS bet (id, user_id, currency, stake, payout, edge_bps, plan_id, cash_id, bankroll_id, seed_id, nonce)
         ), written_bets AS (
           INSERT INTO bets (tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator,
             multiplier_denominator, edge_bps, commission_plan_id, params, outcome, seed_id, nonce)
           SELECT $1, id, user_id, 'dice', currency, stake, payout, payout, stake, edge_bps, plan_id, '{}', '{}', seed_id, nonce
           FROM decided
         ), written_transfers AS (
           INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount)
           SELECT $1, id, 0, 'bet_stake', cash_id, bankroll_id, stake FROM decided
           UNION ALL SELECT $1, id, 1, 'bet_payout', bankroll_id, cash_id, payout FROM decided WHERE payout > 0
         ), written_balances AS (
           UPDATE accounts SET balance = accounts.balance + moved.amount
           FROM unnest($13::bigint[], $14::bigint[]) AS moved (id, amount)
           WHERE accounts.tenant_id = $1 AND accounts.id = moved.id
         ), ${commissionCtes(15)}
         SELECT 1`,
        [
          tenantId,
          plainArray(settled.map(({ id }) => id)),
          plainArray(settled.map(({ userId }) => userId)),
          plainArray(settled.map(({ currency }) => currency)),
          plainArray(settled.map(({ stake }) => stake)),
          plainArray(settled.map(({ payout }) => payout)),
          plainArray(settled.map(({ edgeBps }) => edgeBps)),
          settled.map(({ planId }) => planId),
          plainArray(cash),
          plainArray(settled.map(({ currency }) => accounts.get(currency)!.bankrollAccountId)),
          plainArray(places.map(({ id }) => id)),
          plainArray(places.map(({ nonce }) => nonce)),
          plainArray([...moves.keys()]),
          plainArray([...moves.values()]),
          ...commissionValues({ commissions, accounts, shard }),
        ],
      );
      return settled;
    });
  }

  /** The plan that each bet's player is under now. */
  async function withPlans(client: pg.ClientBase, bets: readonly TestBet[]): Promise<SettledTestBet[]> {
    const { rows } = await client.query<{ id: string; plan_id: bigint | null }>(
      `SELECT users.id, agents.plan_id FROM users
       LEFT JOIN agents ON agents.tenant_id = users.tenant_id AND agents.user_id = users.agent_id
       WHERE users.tenant_id = $1 AND users.id = ANY($2::uuid[])`,
      [tenantId, bets.map(({ userId }) => userId)],
    );
    const plans = new Map(rows.map(({ id, plan_id }) => [id, plan_id]));
    return bets.map((bet) => ({
      id: randomUUID(),
      payout: 0n,
      edgeBps: 300,
      currency: "BNB",
      ...bet,
      planId: plans.get(bet.userId) ?? null,
    }));
  }

  /** Cash from the vault, for players who bet. */
  async function fund(userId: string, amount: bigint): Promise<void> {
    await inTransaction(owner, async (client) => {
      const [custody, cash] = await ensureAccounts(client, tenantId, [
        { kind: "custody", currency: "BNB" },
        { kind: "player_cash", currency: "BNB", ownerId: userId },
      ]);
      await client.query("UPDATE accounts SET balance = balance + $2 WHERE id = $1", [custody, -amount]);
      await client.query("UPDATE accounts SET balance = balance + $2 WHERE id = $1", [cash, amount]);
      await client.query(
        `INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount)
         VALUES ($1, $2, 0, 'deposit_finalized', $3, $4, $5)`,
        [tenantId, randomUUID(), custody, cash, amount],
      );
    });
  }

  async function cashOf(userId: string): Promise<bigint> {
    const { rows } = await owner.query<{ balance: bigint }>(
      "SELECT balance FROM accounts WHERE owner_id = $1 AND kind = 'player_cash' AND currency = 'BNB'",
      [userId],
    );
    return rows[0]?.balance ?? 0n;
  }

  /** As if everything until now had happened so much earlier: by whole periods, once some are closed. */
  async function passTime(minutes: number): Promise<void> {
    const earlier = (column: string, minutesLess: number) =>
      `${column} = ${column} - interval '${minutesLess} minutes'`;
    await inTransaction(owner, async (client) => {
      await client.query("SET LOCAL session_replication_role = replica");
      for (const [table, ...columns] of [
        ["bets", "created_at"],
        ["transfers", "created_at"],
        ["seeds", "activated_at"],
        ["bet_voids", "created_at", "bet_at"],
        ["commission_lines", "created_at", "bets_at"],
        ["commission_closings", "closed_from", "closed_before", "next_before"],
      ]) {
        await client.query(`UPDATE ${table} SET ${columns.map((column) => earlier(column, minutes)).join()}`);
      }
      // By way of another age, as none may be where another still is.
      for (const less of [FAR_MINUTES, minutes - FAR_MINUTES])
        await client.query(`UPDATE commission_periods SET ${earlier("begins_at", less)}`);
    });
  }

  /** Closes all that is over; transactions of other databases on the same server may hold that up. */
  async function closePeriods(): Promise<void> {
    while (!(await isAllClosed())) {
      await closeCommissionPeriods(worker);
      await sleep(10);
    }
  }

  async function isAllClosed(): Promise<boolean> {
    const { rows } = await owner.query<{ is_closed: boolean }>(
      `SELECT closed_before = date_bin('10 minutes', now() - interval '6 minutes', '2000-01-01Z') AS is_closed
       FROM commission_closings WHERE tenant_id = $1`,
      [tenantId],
    );
    return rows[0]?.is_closed ?? false;
  }

  const downline = createDownline(pool);
  const ceilings = createCeilings(pool);
  return {
    tenantId,
    databaseUrl: database.url,
    owner,
    pool,
    engine,
    worker,
    admin,
    hierarchy,
    ceilings,
    downline,
    invitations: createInvitations({ pool, clock, entropy: systemEntropy }),
    statements: createStatements({ pool, clock }),
    payouts: createCommissionPayouts(pool),
    voidBet: createVoidBet({ pool, commissionBook }),
    shards: BANKROLL_SHARDS,
    addTenant,
    addUser,
    place,
    line,
    settle,
    passTime,
    closePeriods,
    fund,
    cashOf,
    shiftClock: (ms: number) => {
      shiftMs = ms;
    },
    /** Until a transaction of the API waits for a lock that somebody else holds. */
    async untilSomebodyWaits() {
      await expect
        .poll(async () => {
          const { rowCount } = await owner.query(
            "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
          );
          return rowCount;
        })
        .toBe(1);
    },
    /** What the agent can claim in BNB. */
    async claimOf(agent: Viewer): Promise<bigint> {
      const { claims } = await downline.place(agent, agent.userId);
      return BigInt(claims.find(({ currency }) => currency === "BNB")?.claim ?? "0");
    },
    async stop() {
      await Promise.all([owner.end(), pool.end(), engine.end(), worker.end()]);
      await database.drop();
    },
  };
}
