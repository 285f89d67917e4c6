import type pg from "pg";
import type { LimitBook, LimitsByCurrency } from "#backend/modules/limits/limitBook.ts";
import type { BetTicket } from "./betBatch.ts";
import {
  type CrashBetRow,
  countBets,
  findKnownBets,
  lockPlayerAccounts,
  openLockedAccounts,
  type PlayerAccount,
} from "./bets.store.ts";
import { findHouse, type TableHouse } from "./house.store.ts";
import { type BalanceRow, findBalances, findPlayers, type PlayerRow } from "./players.store.ts";
import { lockRounds, readNowMs, type SecretRound } from "./rounds.store.ts";

/** An account whose balance the batch moves. */
export interface Purse {
  readonly id: bigint;
  balanceMinor: bigint;
}

/** A round that bets are for; its totals move as bets are decided. */
export interface OpenRound {
  readonly id: bigint;
  readonly currency: string;
  readonly isBettingOpen: boolean;
  readonly ceiling: number;
  betCount: number;
  stakedMinor: bigint;
  readonly betsByPlayer: Map<string, number>;
}

/** Everything that the decisions of one batch depend on. */
export interface BetBatchState {
  readonly players: ReadonlyMap<string, PlayerRow>;
  readonly house: ReadonlyMap<string, TableHouse>;
  /** What players allow themselves, by player and currency; moves as bets are decided. */
  readonly limits: ReadonlyMap<string, LimitsByCurrency>;
  readonly rounds: ReadonlyMap<string, OpenRound>;
  readonly known: ReadonlyMap<string, { readonly cause_id: string } & (CrashBetRow | { readonly id: null })>;
  readonly balances: readonly BalanceRow[];
  purse(userId: string, kind: PlayerAccount["kind"], currency: string): Purse | undefined;
  balanceOf(accountId: bigint): bigint;
}

export interface WantedState {
  readonly tenantId: number;
  readonly limitBook: LimitBook;
  readonly tickets: readonly BetTicket[];
}

/** Locks accounts, then rounds, then reads what the locks guard; the statements follow each other without waiting. */
export async function loadBetBatch(
  client: pg.ClientBase,
  { tenantId, limitBook, tickets }: WantedState,
): Promise<BetBatchState> {
  const userIds = [...new Set(tickets.map(({ userId }) => userId))];
  const currencies = [...new Set(tickets.map(({ request }) => request.currency))];
  const roundIds = [...new Set(tickets.map(({ request }) => request.roundId))];
  const [, accounts, rounds, nowMs, counts, house, players, limits, known, balances] = await Promise.all([
    openLockedAccounts(client, tenantId, userIds),
    lockPlayerAccounts(client, tenantId, userIds),
    lockRounds(client, tenantId, roundIds),
    // After the locks: a bet that had to wait may have missed the end of betting.
    readNowMs(client),
    countBets(client, tenantId, { roundIds, userIds }),
    findHouse(client, tenantId),
    findPlayers(client, tenantId, userIds),
    limitBook.load(client, tenantId, { userIds, currencies }),
    findKnownBets(
      client,
      tenantId,
      tickets.map(({ betId }) => betId),
    ),
    findBalances(client, tenantId, userIds),
  ]);
  const purses = new Map(accounts.map((account) => [purseKey(account), toPurse(account)]));
  const byId = new Map([...purses.values()].map((purse) => [purse.id, purse]));
  return {
    house,
    limits,
    players: new Map(players.map((player) => [player.id, player])),
    rounds: new Map(
      rounds.map((round) => [
        round.id.toString(),
        {
          ...toOpenRound(round, nowMs),
          betsByPlayer: new Map(
            counts
              .filter(({ round_id: id }) => id === round.id)
              .map(({ user_id: userId, bets }) => [userId, bets]),
          ),
        },
      ]),
    ),
    known: new Map(known.map((cause) => [cause.cause_id, cause])),
    balances,
    purse: (owner_id, kind, currency) => purses.get(purseKey({ owner_id, kind, currency })),
    balanceOf: (id) => byId.get(id)?.balanceMinor ?? 0n,
  };
}

function toOpenRound(round: SecretRound, nowMs: number): Omit<OpenRound, "betsByPlayer"> {
  const {
    id,
    currency,
    phase,
    betting_ends_ms: endsMs,
    ceiling,
    bet_count: betCount,
    staked: stakedMinor,
  } = round;
  return {
    id,
    currency,
    isBettingOpen: phase === "betting" && nowMs < endsMs,
    ceiling,
    betCount,
    stakedMinor,
  };
}

function toPurse({ id, balance }: PlayerAccount): Purse {
  return { id, balanceMinor: balance };
}

function purseKey({
  owner_id,
  kind,
  currency,
}: Pick<PlayerAccount, "owner_id" | "kind" | "currency">): string {
  return `${owner_id}/${kind}/${currency}`;
}
