import { type AutoBetPlan, MAX_AUTO_BETS } from "@/features/games/autoBet";
import { readTypedAmount } from "@/lib/money/typedAmount";

/** What a player has typed into the auto-bet's fields. */
export type AutoBetTexts = {
  readonly count: string;
  readonly stopOnWin: string;
  readonly stopOnLoss: string;
};

export type ReadAutoBet = {
  /** Null until every field is right. */
  readonly plan: AutoBetPlan | null;
  /** The fields that are not. */
  readonly faults: ReadonlySet<keyof AutoBetTexts>;
};

/** Reads the fields; an empty stop is none. */
export function readAutoBet(texts: AutoBetTexts, decimals: number): ReadAutoBet {
  const faults = new Set<keyof AutoBetTexts>();
  const count = /^[1-9]\d{0,3}$/.test(texts.count) ? Number(texts.count) : 0;
  if (count < 1 || count > MAX_AUTO_BETS) faults.add("count");
  function stop(field: "stopOnWin" | "stopOnLoss"): bigint | null {
    const typed = readTypedAmount(texts[field], decimals);
    if (typed.kind === "invalid") faults.add(field);
    return typed.kind === "amount" ? typed.minor : null;
  }
  const plan = { count, stopOnWinMinor: stop("stopOnWin"), stopOnLossMinor: stop("stopOnLoss") };
  return { plan: faults.size === 0 ? plan : null, faults };
}
