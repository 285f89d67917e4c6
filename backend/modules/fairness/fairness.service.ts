import type pg from "pg";
import { inTenantTransaction, inTransaction } from "#backend/db/transaction.ts";
import {
  activateSeed,
  findLiveSeeds,
  findOpenRound,
  findRevealedSeed,
  insertSeed,
  type LiveSeed,
  listRevealedSeeds,
  lockSeeds,
  type PlayerKey,
  type RevealedSeed,
  readSealed,
  revealSeed,
  updateUnusedClientSeed,
} from "#backend/modules/fairness/seed.store.ts";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import {
  RoundStillOpen,
  SeedInUse,
  SeedsChanged,
  SeedsMissing,
  SeedUnused,
} from "#backend/modules/fairness/seedErrors.ts";
import type { RevealedSeedView, RotateResponse, SeedsResponse } from "#domain/api/fairness.ts";
import { invariant } from "#domain/errors.ts";
import { parseClientSeed } from "#domain/fairness/seeds.ts";

export interface FairnessOptions {
  /** Under `fairhouse_api`, for reading. */
  readonly pool: pg.Pool;
  /** Under `fairhouse_engine`, which alone may read and change seeds. */
  readonly enginePool: pg.Pool;
  readonly cipher: SeedCipher;
}

export interface Rotation {
  /** For the new pair; kept as it is when left out. */
  readonly clientSeed?: string | undefined;
  /** The pair to reveal. Whoever asks again for one that is revealed, not having heard the answer, is told how it was. */
  readonly seedId?: bigint | undefined;
}

export interface RevealedPage {
  readonly before: bigint | null;
  readonly limit: number;
}

export interface Fairness {
  /** Gives a new player the first two pairs, in the caller's transaction; the caller's role may be `fairhouse_api`. */
  createSeedPair(client: pg.ClientBase, player: PlayerKey & { readonly clientSeed: string }): Promise<void>;
  /** @throws SeedsMissing */
  seeds(player: PlayerKey): Promise<SeedsResponse>;
  /** @throws SeedInUse, ClientSeedInvalid */
  setClientSeed(player: PlayerKey, clientSeed: string): Promise<SeedsResponse>;
  /**
   * Reveals the active server seed and begins the next pair: as many pairs are made as are bet under, and no more.
   * @throws RoundStillOpen, SeedUnused, SeedsMissing, SeedsChanged
   */
  rotate(player: PlayerKey, rotation?: Rotation): Promise<RotateResponse>;
  revealed(player: PlayerKey, page: RevealedPage): Promise<RevealedSeedView[]>;
}

export function createFairness({ pool, enginePool, cipher }: FairnessOptions): Fairness {
  return {
    async createSeedPair(client, { tenantId, userId, clientSeed }) {
      const key = { tenantId, userId, clientSeed: parseClientSeed(clientSeed) };
      await insertSeed(client, { ...key, status: "active", seed: cipher.create(tenantId) });
      await insertSeed(client, { ...key, status: "next", seed: cipher.create(tenantId) });
    },

    seeds: (player) =>
      inTenantTransaction(pool, player.tenantId, async (client) => viewOf(await liveSeeds(client, player))),

    setClientSeed: (player, clientSeed) =>
      inTransaction(enginePool, async (client) => {
        await lockSeeds(client, player);
        const isChanged = await updateUnusedClientSeed(client, player, parseClientSeed(clientSeed));
        const seeds = await liveSeeds(client, player);
        if (!isChanged) throw new SeedInUse();
        return viewOf(seeds);
      }),

    rotate: (player, { clientSeed, seedId } = {}) =>
      inTransaction(enginePool, async (client) => {
        await lockSeeds(client, player);
        const { active, next } = await liveSeeds(client, player);
        if (seedId !== undefined && seedId !== active.id) {
          const earlier = await findRevealedSeed(client, player, seedId);
          if (earlier === undefined) throw new SeedsChanged();
          return { ...viewOf({ active, next }), revealed: revealedView(earlier) };
        }
        const open = await findOpenRound(client, player);
        if (open !== undefined) throw new RoundStillOpen(open.game, open.id);
        if (active.nonce === 0) throw new SeedUnused();
        const chosen = clientSeed === undefined ? active.client_seed : parseClientSeed(clientSeed);
        const revealed = await reveal(client, cipher, player.tenantId, active);
        await activate(client, player.tenantId, next, chosen);
        const seed = cipher.create(player.tenantId);
        await insertSeed(client, { ...player, status: "next", seed, clientSeed: chosen });
        return { ...viewOf(await liveSeeds(client, player)), revealed: revealedView(revealed) };
      }),

    revealed: (player, page) =>
      inTenantTransaction(pool, player.tenantId, async (client) =>
        (await listRevealedSeeds(client, player, page)).map(revealedView),
      ),
  };
}

interface LivePairs {
  readonly active: LiveSeed;
  readonly next: LiveSeed;
}

async function liveSeeds(client: pg.ClientBase, player: PlayerKey): Promise<LivePairs> {
  const seeds = await findLiveSeeds(client, player);
  const active = seeds.find(({ status }) => status === "active");
  const next = seeds.find(({ status }) => status === "next");
  if (active === undefined || next === undefined) throw new SeedsMissing();
  return { active, next };
}

async function reveal(
  client: pg.ClientBase,
  cipher: SeedCipher,
  tenantId: number,
  { id: seedId, commitment }: LiveSeed,
): Promise<RevealedSeed> {
  const sealed = await readSealed(client, tenantId, seedId);
  invariant(sealed !== undefined, "a live seed has its encrypted server seed");
  const serverSeed = cipher.open({ tenantId, commitment }, sealed);
  const revealed = await revealSeed(client, { tenantId, seedId, serverSeed });
  // A player without a cash account, who cannot have bet, gets past the lock; but has no pair that was used.
  if (revealed === undefined) throw new SeedsChanged();
  return revealed;
}

async function activate(
  client: pg.ClientBase,
  tenantId: number,
  { id: seedId }: LiveSeed,
  clientSeed: string,
): Promise<void> {
  if (!(await activateSeed(client, { tenantId, seedId, clientSeed }))) throw new SeedsChanged();
}

function viewOf({ active, next }: LivePairs): SeedsResponse {
  return {
    active: {
      seedId: active.id.toString(),
      commitment: active.commitment,
      clientSeed: active.client_seed,
      nonce: active.nonce,
      createdAt: active.created_at.toISOString(),
    },
    next: { commitment: next.commitment },
  };
}

function revealedView(seed: RevealedSeed): RevealedSeedView {
  return {
    seedId: seed.id.toString(),
    serverSeed: seed.server_seed,
    commitment: seed.commitment,
    clientSeed: seed.client_seed,
    betCount: seed.nonce,
    revealedAt: seed.revealed_at.toISOString(),
  };
}
