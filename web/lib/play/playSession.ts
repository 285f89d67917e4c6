import { z } from "zod";
import type { BetView } from "#domain/api/casino.ts";
import type { PlayTotals } from "#domain/api/statistics.ts";
import { withTotals } from "@/lib/play/visitPlay";
import { readStored, writeStored } from "@/lib/storage";
import { createStore } from "@/lib/store";

const playSession = z.object({
  startedAtMs: z.number(),
  netMinor: z.coerce.bigint(),
  betCount: z.number().int(),
  /** When a bet was counted last. */
  countedAtMs: z.number().default(0),
  /** What to count from; null before the house has said it. */
  base: z
    .object({
      userId: z.string(),
      currency: z.string(),
      bets: z.number().int(),
      netMinor: z.coerce.bigint(),
    })
    .nullable()
    .default(null),
});
export type PlaySession = z.infer<typeof playSession>;

const STORAGE_KEY = "fairhouse.playSession";

/** Time and money of this visit (one tab, across reloads), shown so that nobody loses track. Null before it begins. */
export const playing = createStore<PlaySession | null>(null);

export function restorePlaySession(): void {
  const kept = readStored(sessionStorage, STORAGE_KEY, playSession);
  playing.set(kept ?? { startedAtMs: Date.now(), netMinor: 0n, betCount: 0, countedAtMs: 0, base: null });
  remember();
}

export function countBet({ stake, payout }: Pick<BetView, "stake" | "payout">): void {
  playing.set((visit) =>
    visit === null
      ? visit
      : {
          ...visit,
          netMinor: visit.netMinor + BigInt(payout) - BigInt(stake),
          betCount: visit.betCount + 1,
          countedAtMs: Date.now(),
        },
  );
  remember();
}

/** Takes in what the house has settled for the player, wherever it was played. */
export function countTotals(userId: string, totals: PlayTotals, atMs: number): void {
  playing.set((visit) => (visit === null ? visit : withTotals(visit, { userId, totals, atMs })));
  remember();
}

function remember(): void {
  const visit = playing.get();
  if (visit === null) return;
  const { base, netMinor } = visit;
  const kept = base === null ? null : { ...base, netMinor: base.netMinor.toString() };
  writeStored(sessionStorage, STORAGE_KEY, { ...visit, netMinor: netMinor.toString(), base: kept });
}
