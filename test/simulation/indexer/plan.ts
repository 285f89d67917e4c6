import type { Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import type { Random } from "#test/indexer/support/random.ts";
import { addressOf, hashOf } from "#test/indexer/support/simulatedChain.ts";

export interface PlannedCurrency {
  readonly code: string;
  readonly token: Hex;
  readonly decimals: number;
  readonly quantumWei: bigint;
}

export interface PlannedEntry {
  readonly wallet: Hex;
  readonly to: Hex;
  readonly quanta: bigint;
}

/** A batch that may be executed. The house knows those in `batches`, and perhaps with other entries. */
export interface SimBatch {
  readonly id: Hex;
  readonly token: Hex;
  readonly entries: readonly PlannedEntry[];
}

export interface VaultPlan {
  readonly chainId: number;
  readonly tenant: string;
  readonly address: Hex;
  readonly authority: Hex;
  readonly registry: Hex;
  readonly bankroll: Hex;
  readonly deployBlock: number;
  /** What the house's database knows. */
  readonly known: readonly SimBatch[];
  /** What may happen on the chain. */
  readonly executable: readonly SimBatch[];
  /** Tokens that the vault carries; the house may not list all of them. */
  readonly tokens: readonly Hex[];
  readonly mayExit: boolean;
}

export interface TenantPlan {
  readonly slug: string;
  readonly currencies: readonly PlannedCurrency[];
  /** Withdrawals that wait to be batched. */
  readonly waiting: readonly PlannedEntry[];
}

export interface ChainPlan {
  readonly chainId: number;
  /** No reorganisation goes deeper. */
  readonly finalityDepth: number;
  /** Whether its nodes know a block that they call finalized. */
  readonly hasFinalizedTag: boolean;
  /** What the indexer is told to go by. */
  readonly finality: "depth" | "finalized";
  readonly endpoints: number;
  /**
   * Whether one of its nodes leaves logs out of blocks that are about to be final. The others are well all the time then:
   * nodes that cannot be asked contradict nobody, and who asks only a liar cannot find out.
   */
  readonly hasLiar: boolean;
  readonly vaults: readonly VaultPlan[];
}

export interface WorldPlan {
  readonly seed: number;
  readonly chains: readonly ChainPlan[];
  readonly tenants: readonly TenantPlan[];
  /** Whether the indexer runs as a process of its own. */
  readonly isProcess: boolean;
  readonly actions: number;
}

export const MAX_REORG_DEPTH = 64;
const NATIVE: PlannedCurrency = {
  code: "BNB",
  token: NATIVE_TOKEN,
  decimals: 9,
  quantumWei: 1_000_000_000n,
};
const DOLLAR: PlannedCurrency = {
  code: "USDT",
  token: addressOf("dollar"),
  decimals: 6,
  quantumWei: 1_000_000_000_000n,
};
/** A token that the vault carries and the house does not list. */
export const UNLISTED_TOKEN = addressOf("unlisted token");
/** The batch id of a free balance's leaf. */
export const NO_BATCH: Hex = `0x${"0".repeat(64)}`;
/** Wallets that pay in, withdraw and register; the house knows some of them before they do. */
export const PLAYERS = ["ann", "ben", "cleo", "dora", "emil"].map(addressOf);
const SHARED = addressOf("shared");
const STRANGER = addressOf("eve");
const EVERY_NTH_IS_PROCESS = 10;

/** What a seed's world looks like: the same seed plans the same world. */
export function planWorld(seed: number, random: Random): WorldPlan {
  const isProcess = seed % EVERY_NTH_IS_PROCESS === 0;
  const tenants = new Map<string, TenantPlan>();
  const chainCount = random.chance(0.25) ? 2 : 1;
  const hasManyVaults = random.chance(0.3);
  const sharesTenant = random.chance(0.5);
  const hasDollar = random.chance(0.5);
  const chains = Array.from({ length: chainCount }, (_, place): ChainPlan => {
    const chainId = 1_000_000 + seed * 10 + place;
    const vaults = Array.from({ length: hasManyVaults ? 2 : 1 }, (_, index): VaultPlan => {
      const slug = sharesTenant ? "house" : `house-${place}-${index}`;
      const currencies = hasDollar ? [NATIVE, DOLLAR] : [NATIVE];
      const waiting = [{ wallet: PLAYERS[1]!, to: PLAYERS[1]!, quanta: 4_321n }];
      tenants.set(slug, { slug, currencies, waiting });
      const isAlone = !sharesTenant || (chainCount === 1 && !hasManyVaults);
      return planVault({ chainId, index, slug, hasDollar, mayExit: isAlone && random.chance(0.4) }, random);
    });
    const endpoints = random.int(1, 3);
    return {
      chainId,
      endpoints,
      hasLiar: endpoints > 1 && random.chance(0.5),
      finalityDepth: random.pick([6, 6, 15, 70]),
      hasFinalizedTag: random.chance(0.4),
      // A process looks at the tag when it likes, and where it stands in the end would be left to chance.
      finality: !isProcess && random.chance(0.3) ? "finalized" : "depth",
      vaults,
    };
  });
  return { seed, chains, tenants: [...tenants.values()], isProcess, actions: isProcess ? 8 : 36 };
}

function planVault(
  vault: { chainId: number; index: number; slug: string; hasDollar: boolean; mayExit: boolean },
  random: Random,
): VaultPlan {
  const { chainId, index, slug, hasDollar, mayExit } = vault;
  const name = `${chainId} ${index}`;
  const token = () => (hasDollar && random.chance(0.4) ? DOLLAR.token : NATIVE.token);
  const known = Array.from(
    { length: 6 },
    (_, batch): SimBatch => ({
      id: hashOf(`batch ${name} ${batch}`),
      token: token(),
      entries: [
        { wallet: PLAYERS[0]!, to: PLAYERS[0]!, quanta: BigInt(1_000 + batch) },
        { wallet: PLAYERS[1]!, to: SHARED, quanta: BigInt(2_000 + batch) },
        { wallet: PLAYERS[2]!, to: SHARED, quanta: 777n },
        // Equal entries to one account: which of them was refused makes no difference.
        { wallet: PLAYERS[2]!, to: SHARED, quanta: 777n },
      ],
    }),
  );
  const foreign = [0, 1].map(
    (batch): SimBatch => ({
      id: hashOf(`foreign ${name} ${batch}`),
      token: token(),
      entries: [
        { wallet: STRANGER, to: STRANGER, quanta: 55n },
        { wallet: STRANGER, to: SHARED, quanta: 66n },
      ],
    }),
  );
  const executable = known.map((batch, place) =>
    place === 5 && random.chance(0.3) ? tampered(batch) : batch,
  );
  return {
    chainId,
    tenant: slug,
    address: addressOf(`vault ${name}`),
    authority: addressOf(`authority ${name}`),
    registry: addressOf(`registry ${name}`),
    bankroll: addressOf(`bankroll ${name}`),
    deployBlock: random.pick([1, 1, 3, 40]),
    known,
    executable: [...executable, ...foreign],
    tokens: [
      NATIVE.token,
      ...(hasDollar ? [DOLLAR.token] : []),
      ...(random.chance(0.2) ? [UNLISTED_TOKEN] : []),
    ],
    mayExit,
  };
}

/** Another batch under a known id: only the first entry is what the house knows. */
function tampered({ id, token, entries }: SimBatch): SimBatch {
  return {
    id,
    token,
    entries: entries.map((entry, index) => (index === 0 ? entry : { ...entry, quanta: entry.quanta + 1n })),
  };
}
