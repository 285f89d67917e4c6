import type { BalanceView } from "#domain/api/wallet.ts";
import { type HoldEvent, heldFigures, holdAfter, type MoneyHold, NOTHING_HELD } from "@/lib/play/moneyHold";
import type { PlaySession } from "@/lib/play/playSession";
import { createStore, useStore } from "@/lib/store";

/** What would tell how a bet ended: the player's balances, and what this visit has brought. */
export type ShownMoney = {
  readonly balances: readonly BalanceView[] | undefined;
  readonly visit: PlaySession | null;
};

const hold = createStore<MoneyHold<ShownMoney>>(NOTHING_HELD);

export function tellHold(event: HoldEvent<ShownMoney>): void {
  hold.set((now) => holdAfter(now, event));
}

/** What is shown of the player's money in place of the newest; null to show the newest. */
export function useHeldMoney(): ShownMoney | null {
  return heldFigures(useStore<MoneyHold<ShownMoney>>(hold, NOTHING_HELD));
}
