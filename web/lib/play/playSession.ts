import { z } from "zod";
import type { BetView } from "#domain/api/casino.ts";
import { readStored, writeStored } from "@/lib/storage";
import { createStore } from "@/lib/store";

const playSession = z.object({
  startedAtMs: z.number(),
  netMinor: z.coerce.bigint(),
  betCount: z.number().int(),
});
export type PlaySession = z.infer<typeof playSession>;

const STORAGE_KEY = "fairhouse.playSession";

/** Time and money of this visit (one tab, across reloads), shown so that nobody loses track. Null before it begins. */
export const playing = createStore<PlaySession | null>(null);

export function restorePlaySession(): void {
  const kept = readStored(sessionStorage, STORAGE_KEY, playSession);
  playing.set(kept ?? { startedAtMs: Date.now(), netMinor: 0n, betCount: 0 });
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
        },
  );
  remember();
}

function remember(): void {
  const visit = playing.get();
  if (visit !== null) {
    writeStored(sessionStorage, STORAGE_KEY, { ...visit, netMinor: visit.netMinor.toString() });
  }
}
