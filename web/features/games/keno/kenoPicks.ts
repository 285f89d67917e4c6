import { z } from "zod";
import type { BetView } from "#domain/api/casino.ts";
import { type KenoParams, keno } from "#domain/games/keno/keno.ts";
import { type KenoRisk, MAX_PICKS } from "#domain/games/keno/paytable.ts";

/** The bet on these numbers; null while there are none. */
export function kenoParams(picks: readonly number[], risk: KenoRisk): KenoParams | null {
  return picks.length === 0 ? null : keno.parse({ picks, risk });
}

/** The picks with a number more, or less when it was among them. Beyond the most allowed nothing changes. */
export function toggled(picks: readonly number[], number: number): readonly number[] {
  if (picks.includes(number)) return picks.filter((pick) => pick !== number);
  return picks.length < MAX_PICKS ? [...picks, number] : picks;
}

/** So many different numbers below `of`. They decide nothing: what is drawn follows from the seeds alone. */
export function randomPicks(input: {
  readonly count: number;
  readonly of: number;
  /** Numbers from 0 to below 1. */
  readonly random: () => number;
}): readonly number[] {
  const left = Array.from({ length: input.of }, (_, number) => number);
  return Array.from({ length: input.count }, () =>
    left.splice(Math.floor(input.random() * left.length), 1),
  ).flat();
}

const played = z.object({ picks: z.array(z.number()) });
const drawn = z.object({ hits: z.array(z.number()) });

/** What a bet had picked and what was drawn; null for none. */
export function drawOf(latest: BetView | null) {
  const params = played.safeParse(latest?.params);
  const outcome = drawn.safeParse(latest?.outcome);
  if (!params.success || !outcome.success) return null;
  return { picks: params.data.picks, hits: outcome.data.hits };
}
