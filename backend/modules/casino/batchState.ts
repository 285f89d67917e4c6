import type pg from "pg";
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
import type { HouseCurrency } from "#backend/modules/casino/houseBook.ts";
import type { OpenSeed, SeedHashers } from "#backend/modules/fairness/seedHashers.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";

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
  readonly seed: PlayerSeed | null;
  /** Cash by currency. */
  readonly wallets: ReadonlyMap<string, Wallet>;
  /** What else is theirs, besides cash. */
  readonly otherBalances: readonly OtherBalance[];
}

/** Everything that the decisions of one batch depend on; wallets and nonces move as bets are decided. */
export interface BatchState {
  readonly house: ReadonlyMap<string, HouseCurrency>;
  /** The one bankroll shard per currency that this batch plays against. */
  readonly shards: ReadonlyMap<string, Wallet>;
  readonly players: ReadonlyMap<string, BatchPlayer>;
  readonly known: ReadonlyMap<string, KnownCause>;
}

export interface BatchKeys {
  readonly tenantId: number;
  readonly userIds: readonly string[];
  readonly betIds: readonly string[];
  readonly house: ReadonlyMap<string, HouseCurrency>;
  readonly shardIds: readonly bigint[];
}

/** Locks the accounts, then reads what the locks guard; the statements follow each other without waiting. */
export async function loadBatchState(
  client: pg.ClientBase,
  hashers: SeedHashers,
  { tenantId, userIds, betIds, house, shardIds }: BatchKeys,
): Promise<BatchState> {
  const [accounts, playerRows, others, known] = await Promise.all([
    lockBettingAccounts(client, tenantId, { userIds, shardIds }),
    loadPlayers(client, tenantId, userIds),
    loadOtherBalances(client, tenantId, userIds),
    findKnownCauses(client, tenantId, betIds),
  ]);
  const seeds = await openSeeds(client, hashers, tenantId, playerRows);
  const wallets = walletsByOwner(accounts);
  const otherBalances = Map.groupBy(others, ({ owner_id }) => owner_id);
  return {
    house,
    shards: wallets.get(null) ?? new Map(),
    players: new Map(
      playerRows.map((row) => [
        row.user_id,
        {
          isFrozen: row.status === "frozen",
          seed: toSeed(row, seeds),
          wallets: wallets.get(row.user_id) ?? new Map(),
          otherBalances: otherBalances.get(row.user_id) ?? [],
        },
      ]),
    ),
    known: new Map(known.map((cause) => [cause.cause_id, cause])),
  };
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

function walletsByOwner(accounts: readonly LockedAccount[]): Map<string | null, Map<string, Wallet>> {
  const owners = new Map<string | null, Map<string, Wallet>>();
  for (const { id, owner_id: ownerId, currency, balance } of accounts) {
    const wallet = { id, foundMinor: balance, balanceMinor: balance };
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
