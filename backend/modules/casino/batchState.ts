import type pg from "pg";
import type { CommissionBook } from "#backend/modules/agents/commissionBook.ts";
import {
  findKnownCauses,
  type KnownCause,
  type LockedAccount,
  loadEncryptedSeeds,
  loadOtherBalances,
  loadPlayers,
  lockBettingAccounts,
  type OtherBalance,
  type PlayerRow,
} from "#backend/modules/casino/bet.store.ts";
import type { BetHooks } from "#backend/modules/casino/betHooks.ts";
import type { House } from "#backend/modules/casino/houseBook.ts";
import type { OpenSeed, SeedHashers } from "#backend/modules/fairness/seedHashers.ts";
import type { LimitBook, LimitsByCurrency } from "#backend/modules/limits/limitBook.ts";
import type { CommissionPlan } from "#domain/agents/rates.ts";
import type { BonusGrant } from "#domain/bonus/wagering.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";
import type { JackpotPot } from "#domain/jackpot/jackpotShares.ts";

/** An account whose balance the batch moves. */
export interface Wallet {
  readonly id: bigint;
  readonly foundMinor: bigint;
  balanceMinor: bigint;
}

/** The active pair of seeds of a player, with the nonce that the next bet takes. */
export interface PlayerSeed {
  readonly id: bigint;
  readonly clientSeed: string;
  readonly foundNonce: number;
  nonce: number;
  /** The opened server seed, or why it does not open. */
  readonly open: OpenSeed | FairhouseError;
}

export interface BatchPlayer {
  readonly isFrozen: boolean;
  readonly excludedUntil: Date | null;
  readonly seed: PlayerSeed | null;
  /** Cash by currency. */
  readonly wallets: ReadonlyMap<string, Wallet>;
  /** What else is theirs, besides cash. */
  readonly otherBalances: readonly OtherBalance[];
  /** The limits that they set themselves, by currency. */
  readonly limits: LimitsByCurrency;
  /** What the commissions of their bets follow from; undefined without an agent. */
  readonly plan: CommissionPlan | undefined;
  bonusGrants: readonly BonusGrant[];
}

/** Everything that the decisions of one batch depend on; what bets change moves as they are decided. */
export interface BatchState {
  readonly house: House;
  readonly shard: number;
  /** Every locked account by its id. */
  readonly accounts: ReadonlyMap<bigint, Wallet>;
  readonly players: ReadonlyMap<string, BatchPlayer>;
  readonly pots: readonly JackpotPot[];
  readonly known: ReadonlyMap<string, KnownCause>;
}

export interface BatchKeys {
  readonly tenantId: number;
  readonly userIds: readonly string[];
  readonly betIds: readonly string[];
  readonly currencies: readonly string[];
  readonly house: House;
  /** The one shard of the house's accounts that this batch plays against. */
  readonly shard: number;
}

export interface StateDependencies {
  readonly hashers: SeedHashers;
  readonly commissionBook: CommissionBook;
  readonly limitBook: LimitBook;
  readonly hooks: BetHooks;
}

/**
 * Phase 4: locks the wallets, in id order, then reads what the locks guard; the statements follow each other without
 * waiting for one another's answers.
 */
export async function loadBatchState(
  client: pg.ClientBase,
  dependencies: StateDependencies,
  keys: BatchKeys,
): Promise<BatchState> {
  const { tenantId, userIds, betIds, currencies, house, shard } = keys;
  const { hashers, commissionBook, limitBook, hooks } = dependencies;
  const pots = hooks.jackpotPots(tenantId);
  const grants = new Map(userIds.map((userId) => [userId, hooks.bonusGrants(tenantId, userId)]));
  const [locked, playerRows, others, known, limits] = await Promise.all([
    lockBettingAccounts(client, tenantId, { userIds, accountIds: houseAccountIds(keys, pots, grants) }),
    loadPlayers(client, tenantId, userIds),
    loadOtherBalances(client, tenantId, userIds),
    findKnownCauses(client, tenantId, betIds),
    limitBook.load(client, tenantId, { userIds, currencies }),
  ]);
  const planIds = playerRows.map(({ commission_plan_id }) => commission_plan_id);
  const [seeds, plans] = await Promise.all([
    openSeeds(client, hashers, tenantId, playerRows),
    commissionBook.load(client, tenantId, planIds),
  ]);
  const accounts = new Map(locked.map(({ id, balance }) => [id, walletOf(id, balance)]));
  const wallets = cashByOwner(locked, accounts);
  const otherBalances = Map.groupBy(others, ({ owner_id }) => owner_id);
  return {
    house,
    shard,
    accounts,
    pots,
    players: new Map(
      playerRows.map((row) => [
        row.user_id,
        {
          isFrozen: row.status === "frozen",
          excludedUntil: row.excluded_until,
          seed: toSeed(row, seeds),
          wallets: wallets.get(row.user_id) ?? new Map(),
          otherBalances: otherBalances.get(row.user_id) ?? [],
          limits: limits.get(row.user_id) ?? new Map(),
          plan: row.commission_plan_id === null ? undefined : plans.get(row.commission_plan_id),
          bonusGrants: grants.get(row.user_id) ?? [],
        },
      ]),
    ),
    known: new Map(known.map((cause) => [cause.cause_id, cause])),
  };
}

/** All accounts that the batch may move beside its players' cash. */
function houseAccountIds(
  { currencies, house, shard }: BatchKeys,
  pots: readonly JackpotPot[],
  grants: ReadonlyMap<string, readonly BonusGrant[]>,
): bigint[] {
  const shards = currencies.flatMap((currency) => {
    const book = house.currencies.get(currency);
    return [book?.shardIds[shard] ?? [], book?.payableIds[shard] ?? []].flat();
  });
  const hooked = [...pots, ...[...grants.values()].flat()].map(({ accountId }) => accountId);
  return [...shards, ...hooked];
}

type OpenedSeeds = ReadonlyMap<bigint, OpenSeed | FairhouseError>;

/** The seeds of all players, of which only those not met lately are read and decrypted. */
async function openSeeds(
  client: pg.ClientBase,
  hashers: SeedHashers,
  tenantId: number,
  players: readonly PlayerRow[],
): Promise<OpenedSeeds> {
  const opened = new Map<bigint, OpenSeed | FairhouseError>();
  const missing: bigint[] = [];
  for (const { seed_id: id } of players) {
    if (id === null) continue;
    const seed = hashers.find(id);
    if (seed === undefined) missing.push(id);
    else opened.set(id, seed);
  }
  if (missing.length === 0) return opened;
  for (const encrypted of await loadEncryptedSeeds(client, tenantId, missing)) {
    try {
      opened.set(encrypted.id, hashers.open(encrypted));
    } catch (error) {
      // One unreadable seed refuses its player's bets, not those of the whole batch.
      if (!(error instanceof FairhouseError)) throw error;
      opened.set(encrypted.id, error);
    }
  }
  return opened;
}

function walletOf(id: bigint, balance: bigint): Wallet {
  return { id, foundMinor: balance, balanceMinor: balance };
}

function cashByOwner(
  locked: readonly LockedAccount[],
  accounts: ReadonlyMap<bigint, Wallet>,
): Map<string, Map<string, Wallet>> {
  const owners = new Map<string, Map<string, Wallet>>();
  for (const { id, kind, owner_id: ownerId, currency } of locked) {
    const wallet = accounts.get(id);
    if (ownerId === null || kind !== "player_cash" || wallet === undefined) continue;
    const wallets = owners.get(ownerId);
    if (wallets === undefined) owners.set(ownerId, new Map([[currency, wallet]]));
    else wallets.set(currency, wallet);
  }
  return owners;
}

function toSeed(
  { seed_id: id, client_seed: clientSeed, nonce }: PlayerRow,
  seeds: OpenedSeeds,
): PlayerSeed | null {
  if (id === null || clientSeed === null || nonce === null) return null;
  const open = seeds.get(id);
  invariant(open !== undefined, "an active seed was read with its player");
  return { id, clientSeed, foundNonce: nonce, nonce, open };
}
