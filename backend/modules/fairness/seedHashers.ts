import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { createRecentlyUsed } from "#backend/recentlyUsed.ts";
import { createSeedHasher, type SeedHasher } from "#domain/fairness/seedHasher.ts";

/** About a kilobyte each. */
const MAX_HASHERS = 20_000;

/** A seed ready to draw from. Holds the secret: never log or serialise it. */
export interface OpenSeed {
  readonly commitment: string;
  readonly hasher: SeedHasher;
}

export interface EncryptedSeed {
  readonly tenantId: number;
  readonly id: bigint;
  readonly commitment: string;
  readonly sealed: Buffer;
}

/** Keeps the seeds of the players who bet, decrypted and with their keyed hash prepared. */
export interface SeedHashers {
  find(seedId: bigint): OpenSeed | undefined;
  /** @throws SeedUnreadable */
  open(seed: EncryptedSeed): OpenSeed;
}

/** Forgets the seeds that were least recently used. Seed ids are never reused, so nothing goes stale. */
export function createSeedHashers(cipher: SeedCipher, capacity: number = MAX_HASHERS): SeedHashers {
  const opened = createRecentlyUsed<bigint, OpenSeed>(capacity);
  return {
    find: (seedId) => opened.find(seedId),
    open({ tenantId, id, commitment, sealed }) {
      const serverSeed = cipher.open({ tenantId, commitment }, sealed);
      const seed = { commitment, hasher: createSeedHasher(serverSeed) };
      opened.keep(id, seed);
      return seed;
    },
  };
}
