import type pg from "pg";
import { BANKROLL_SHARDS, ensureAccounts, lockAccounts } from "#backend/db/accountStore.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { earnCommissions } from "#backend/modules/agents/earnCommissions.ts";
import { addToPlayCounters } from "#backend/modules/statistics/playCounters.ts";
import { addToPlayerTotals, type PlayerPlay } from "#backend/modules/statistics/playerTotals.ts";
import { invariant } from "#domain/errors.ts";
import { settleRound as settleBets } from "#domain/games/crash/settleRound.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";
import { type CrashBetRow, findRoundBets } from "./bets.store.ts";
import type { RoundSecret } from "./roundSecret.ts";
import { lockRound, type SecretRound } from "./rounds.store.ts";
import { finishRound, type SettledBet, writePlans, writeResults } from "./settlement.store.ts";
import type { Lead } from "./table.ts";
import { holdFence } from "./tables.store.ts";

/** A round that is over. */
export interface EndedRound {
  readonly isCancelled: boolean;
  readonly paidMinor: bigint;
  /** By the database's clock. */
  readonly endedAtMs: number;
  /** All of them, with exit and payout. */
  readonly bets: readonly CrashBetRow[];
}

/** Where the money of a round's bets is and goes. */
interface Accounts {
  readonly bankrollId: bigint;
  readonly payableId: bigint;
  readonly cashIds: ReadonlyMap<string, bigint>;
  readonly lockedIds: ReadonlyMap<string, bigint>;
}

/**
 * Ends a round in one commit: every stake leaves its lock, what was won is paid, and the game's hash is revealed. A round
 * that ran is settled from committed cash-outs and its crash point; one that never started gives its stakes back.
 *
 * @returns its bets as they ended
 * @throws Deposed when another leader has taken over, who does the same
 */
export async function settleRound(
  pool: pg.Pool,
  { lead, round, secret }: { readonly lead: Lead; readonly round: SecretRound; readonly secret: RoundSecret },
): Promise<EndedRound> {
  const isCancelled = round.phase === "betting";
  const { tenantId } = lead;
  return inTransaction(pool, async (client) => {
    // The round takes no more bets, so those that are found now are all: only how they get out can still change.
    const accounts = await lockAccountsOf(
      client,
      lead,
      round,
      await findRoundBets(client, tenantId, round.id),
    );
    await holdFence(client, lead);
    const { phase } = await lockRound(client, lead, round.id);
    invariant(phase === round.phase, "nobody but the leader moves a round on");
    const bets = await findRoundBets(client, tenantId, round.id);
    const results = isCancelled ? bets.map(returned) : resultsOf(bets, round, secret);
    await postTransfers(client, tenantId, transfersOf(bets, results, { accounts, isCancelled }), {
      areNew: true,
    });
    // Before the results, after which nothing about the bets can change any more.
    const commissionsMinor = isCancelled ? 0n : await earnAgents(client, round, bets, accounts);
    await writeResults(client, tenantId, results);
    const paidMinor = results.reduce((sum, { payoutMinor }) => sum + payoutMinor, 0n);
    await addToPlayerTotals(client, tenantId, playsOf(bets, results, { isCancelled }));
    if (!isCancelled && bets.length > 0) await count(client, round, bets, { paidMinor, commissionsMinor });
    const end = isCancelled ? "cancelled" : "settled";
    const endedAtMs = await finishRound(client, lead, { id: round.id, phase: end, ...secret, paidMinor });
    return { isCancelled, paidMinor, endedAtMs, bets: endedBets(bets, results) };
  });
}

function endedBets(bets: readonly CrashBetRow[], results: readonly SettledBet[]): CrashBetRow[] {
  return bets.map((bet, place) => {
    const result = results[place];
    invariant(result !== undefined, "a result for each bet");
    return { ...bet, exit: result.exit, payout: result.payoutMinor };
  });
}

/** In id order, before anything else. */
async function lockAccountsOf(
  client: pg.ClientBase,
  { tenantId, currency }: Lead,
  round: SecretRound,
  bets: readonly CrashBetRow[],
): Promise<Accounts> {
  const userIds = [...new Set(bets.map(({ user_id: userId }) => userId))];
  const [bankrollId, payableId, ...ids] = await ensureAccounts(client, tenantId, [
    { kind: "house_bankroll", currency, shard: shardOf(round) },
    { kind: "commission_payable", currency, shard: shardOf(round) },
    ...userIds.map((ownerId) => ({ kind: "player_cash", currency, ownerId }) as const),
    ...userIds.map((ownerId) => ({ kind: "player_locked", currency, ownerId }) as const),
  ]);
  invariant(bankrollId !== undefined && payableId !== undefined, "an account for each name");
  await lockAccounts(client, tenantId, [bankrollId, payableId, ...ids]);
  const idOf = (place: number) => {
    const id = ids[place];
    invariant(id !== undefined, "an account for each name");
    return id;
  };
  return {
    bankrollId,
    payableId,
    cashIds: new Map(userIds.map((userId, place) => [userId, idOf(place)])),
    lockedIds: new Map(userIds.map((userId, place) => [userId, idOf(userIds.length + place)])),
  };
}

function returned({ id, stake }: CrashBetRow): SettledBet {
  return { id, exit: null, payoutMinor: stake };
}

function resultsOf(
  bets: readonly CrashBetRow[],
  { ceiling }: SecretRound,
  secret: RoundSecret,
): SettledBet[] {
  const results = settleBets(
    bets.map(({ stake, auto, highest, cashed_out: cashedOutHundredths }) => ({
      ...{ stakeMinor: stake, autoHundredths: auto, highestHundredths: highest, cashedOutHundredths },
    })),
    { pointHundredths: secret.pointHundredths, ceilingHundredths: ceiling },
  );
  return results.map(({ exitHundredths, payoutMinor }, place) => {
    const bet = bets[place];
    invariant(bet !== undefined, "a result for each bet");
    return { id: bet.id, exit: exitHundredths, payoutMinor };
  });
}

/** What the round's bets give to the agents of their players. */
async function earnAgents(
  client: pg.ClientBase,
  round: SecretRound,
  bets: readonly CrashBetRow[],
  accounts: Accounts,
): Promise<bigint> {
  const { tenant_id: tenantId, currency, edge_bps: edgeBps } = round;
  const { commissionsMinor, planIds } = await earnCommissions(client, {
    ...{ tenantId, currency, edgeBps, shard: shardOf(round) },
    bankrollAccountId: accounts.bankrollId,
    payableAccountId: accounts.payableId,
    bets: bets.map(({ id, user_id: userId, stake: stakeMinor }) => ({ id, userId, stakeMinor })),
  });
  await writePlans(client, tenantId, round.id, planIds);
  return commissionsMinor;
}

/** Counts the round's bets under the shard whose accounts are locked. */
async function count(
  client: pg.ClientBase,
  round: SecretRound,
  bets: readonly CrashBetRow[],
  { paidMinor, commissionsMinor }: { readonly paidMinor: bigint; readonly commissionsMinor: bigint },
): Promise<void> {
  const stakedMinor = bets.reduce((sum, { stake }) => sum + stake, 0n);
  const { tenant_id: tenantId, currency } = round;
  const play = { game: "crash", currency, bets: BigInt(bets.length), stakedMinor, paidMinor };
  await addToPlayCounters(client, tenantId, shardOf(round), [{ ...play, commissionsMinor }]);
}

/** Rounds take turns with the bankroll's shards. */
function shardOf({ number }: SecretRound): number {
  return Number(number % BigInt(BANKROLL_SHARDS));
}

/** What the round adds to its players' totals. A stake that is given back was no wager after all. */
function playsOf(
  bets: readonly CrashBetRow[],
  results: readonly SettledBet[],
  { isCancelled }: { readonly isCancelled: boolean },
): PlayerPlay[] {
  const plays = new Map<string, PlayerPlay>();
  for (const [place, { user_id: userId, currency, stake }] of bets.entries()) {
    const none = { bets: 0n, stakedMinor: 0n, paidMinor: 0n, wageredMinor: 0n };
    const sum = plays.get(userId) ?? { userId, currency, ...none };
    const paidMinor = results[place]?.payoutMinor ?? 0n;
    plays.set(
      userId,
      isCancelled
        ? { ...sum, wageredMinor: sum.wageredMinor - stake }
        : {
            ...sum,
            bets: sum.bets + 1n,
            stakedMinor: sum.stakedMinor + stake,
            paidMinor: sum.paidMinor + paidMinor,
          },
    );
  }
  return [...plays.values()];
}

/** Leg 0 locked the stake; 1 takes it or gives it back, 2 pays what was won. */
function transfersOf(
  bets: readonly CrashBetRow[],
  results: readonly SettledBet[],
  { accounts, isCancelled }: { readonly accounts: Accounts; readonly isCancelled: boolean },
): Transfer[] {
  const { bankrollId, cashIds, lockedIds } = accounts;
  return bets.flatMap(({ id: causeId, user_id: userId, stake }, place): Transfer[] => {
    const cashId = cashIds.get(userId);
    const lockedId = lockedIds.get(userId);
    const payoutMinor = results[place]?.payoutMinor ?? 0n;
    invariant(cashId !== undefined && lockedId !== undefined, "the accounts of every bet are locked");
    const release = { causeId, leg: 1, debitAccountId: lockedId, amountMinor: stake };
    if (isCancelled) return [{ ...release, code: "crash_stake_returned", creditAccountId: cashId }];
    const taken = { ...release, code: "crash_stake_taken", creditAccountId: bankrollId } as const;
    if (payoutMinor === 0n) return [taken];
    const accountsOfPayout = { debitAccountId: bankrollId, creditAccountId: cashId };
    return [taken, { causeId, leg: 2, code: "crash_payout", ...accountsOfPayout, amountMinor: payoutMinor }];
  });
}
