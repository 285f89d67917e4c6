import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
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
  const opened = new Map<bigint, OpenSeed>();

  function keep(id: bigint, seed: OpenSeed): OpenSeed {
    opened.delete(id);
    opened.set(id, seed);
    for (const oldest of opened.keys()) {
      if (opened.size <= capacity) break;
      opened.delete(oldest);
    }
    return seed;
  }

  return {
    find(seedId) {
      const seed = opened.get(seedId);
      return seed === undefined ? undefined : keep(seedId, seed);
    },
    open({ tenantId, id, commitment, sealed }) {
      const serverSeed = cipher.open({ tenantId, commitment }, sealed);
      return keep(id, { commitment, hasher: createSeedHasher(serverSeed) });
    },
  };
}
