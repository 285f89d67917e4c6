import { ChainUnavailable, WrongChain } from "#backend/adapters/chainFailure.ts";
import type { Clock } from "#backend/adapters/clock.ts";
import type { VaultPlace, VaultReader } from "#backend/adapters/vaultReader.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import type { Checkpoint } from "#domain/settlement/judgeBatch.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";
import type { VaultAuthority } from "#domain/settlement/vaultAuthority.ts";

/** How long the signer epoch that was read is believed; a signature in an older one is void anyway. */
const AUTHORITY_REMEMBERED_MS = 10_000;
/** A published checkpoint never changes; a reorganisation may replace it for a while. */
const CHECKPOINT_REMEMBERED_MS = 600_000;
/** Readings kept; the oldest are dropped first. */
const MAX_REMEMBERED = 1_024;

export interface PublishedFacts {
  readonly authority: VaultAuthority;
  readonly checkpoint: Checkpoint;
}

/** What vaults have published, read by the signer itself and remembered for a short while. */
export interface PublishedFactsReader {
  /** For a request that names a signer epoch. @throws SigningRefused CHAIN_UNREADABLE */
  authority(vault: VaultPlace, wantedEpoch: bigint): Promise<VaultAuthority>;
  /** The facts for a request that names a signer epoch and a checkpoint. @throws SigningRefused CHAIN_UNREADABLE */
  facts(
    vault: VaultPlace,
    wanted: { token: EvmAddress; signerEpoch: bigint; checkpoint: Checkpoint },
  ): Promise<PublishedFacts>;
}

/** Reads again whenever what is remembered does not agree with what a request names. */
export function createPublishedFacts(chain: VaultReader, clock: Clock): PublishedFactsReader {
  const authorities = createMemory<VaultAuthority>(clock, AUTHORITY_REMEMBERED_MS);
  const checkpoints = createMemory<Checkpoint>(clock, CHECKPOINT_REMEMBERED_MS);

  async function authority(place: VaultPlace, wantedEpoch: bigint): Promise<VaultAuthority> {
    const key = `${place.chainId}/${place.vault}`;
    const known = authorities.get(key);
    if (known?.signerEpoch === wantedEpoch) return known;
    return authorities.set(key, await reading(chain.authority(place)));
  }

  async function checkpoint(place: VaultPlace, token: EvmAddress, wanted: Checkpoint): Promise<Checkpoint> {
    const key = (epoch: bigint) => `${place.chainId}/${place.vault}/${token}/${epoch}`;
    const known = checkpoints.get(key(wanted.epoch));
    if (known?.root === wanted.root && known.total === wanted.total) return known;
    const latest = await reading(chain.checkpoint(place, token));
    return checkpoints.set(key(latest.epoch), latest);
  }

  return {
    authority,
    async facts(place, wanted) {
      const [obeyed, published] = await Promise.all([
        authority(place, wanted.signerEpoch),
        checkpoint(place, wanted.token, wanted.checkpoint),
      ]);
      return { authority: obeyed, checkpoint: published };
    },
  };
}

async function reading<Fact>(answer: Promise<Fact>): Promise<Fact> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ChainUnavailable) && !(error instanceof WrongChain)) throw error;
    throw new SigningRefused("CHAIN_UNREADABLE", error.message, { cause: error });
  }
}

function createMemory<Fact>(clock: Clock, rememberedMs: number) {
  const facts = new Map<string, { fact: Fact; readAtMs: number }>();
  return {
    get(key: string): Fact | undefined {
      const known = facts.get(key);
      if (known === undefined) return undefined;
      const ageMs = clock.now() - known.readAtMs;
      // Below zero the clock was set back, and nobody knows how old it is.
      return ageMs >= 0 && ageMs < rememberedMs ? known.fact : undefined;
    },
    set(key: string, fact: Fact): Fact {
      facts.delete(key);
      facts.set(key, { fact, readAtMs: clock.now() });
      for (const oldest of facts.keys()) {
        if (facts.size <= MAX_REMEMBERED) break;
        facts.delete(oldest);
      }
      return fact;
    },
  };
}
