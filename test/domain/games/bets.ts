import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import type { BetContext, BetInput } from "#domain/games/decideBet.ts";

/** A dice bet of 0.001 BNB at even odds. */
export function bet(overrides: Partial<BetInput> = {}): BetInput {
  return {
    betId: "0191f3c2-7d1e-7c3a-9b52-2f6f0c1f7a10",
    game: "dice",
    stakeMinor: 1_000_000n,
    params: { targetHundredths: 5_000, direction: "over" },
    ...overrides,
  };
}

/** A bet with all that decides it: published seeds, 1 BNB in the wallet, 1,000 BNB in the bankroll. */
export function betContext(overrides: Partial<BetContext> = {}): BetContext {
  const hasher = createSeedHasher("f2ac89b608eeb01312d115bce6741b32");
  return {
    bet: bet(),
    edgeBps: 100,
    wallet: { balanceMinor: 1_000_000_000n },
    seed: { hasher, clientSeed: "86ff027f15c48241af7f54a726690ee7", nonce: 0 },
    minStakeMinor: 1n,
    bankrollMinor: 1_000_000_000_000n,
    riskBps: 100,
    ...overrides,
  };
}
