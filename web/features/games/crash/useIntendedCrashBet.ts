import { useState } from "react";
import type { CrashTableView } from "#domain/api/crash.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { LOWEST_CASH_OUT } from "#domain/games/crash/cashOut.ts";
import { readAutoCashOut } from "@/features/games/crash/autoCashOut";
import type { IntendedCrashBet } from "@/features/games/crash/queuedBet";
import { useIntendedBet } from "@/features/games/useIntendedBet";

const FIRST_AUTO = "2.00";
const NO_PARAMS = {};

/** The bet that the panel is set to: its stake, and where it is to be cashed out. */
export function useIntendedCrashBet(table: CrashTableView, currency: CurrencyView) {
  const [autoText, setAutoText] = useState(FIRST_AUTO);
  const edgeBps = table.round?.edgeBps ?? table.edgeBps;
  const auto = readAutoCashOut(autoText, table.ceilingHundredths);
  const isAutoInvalid = auto === "invalid";
  const intended = useIntendedBet(crashRules(edgeBps), isAutoInvalid ? null : NO_PARAMS, currency);
  const { stakeMinor } = intended;
  const bet: IntendedCrashBet | null =
    stakeMinor === null || isAutoInvalid
      ? null
      : { stake: stakeMinor.toString(), currency: currency.code, autoCashOutHundredths: auto };
  return {
    ...intended,
    edgeBps,
    autoText,
    setAutoText,
    isAutoInvalid,
    autoHundredths: isAutoInvalid ? null : auto,
    /** Null while something typed is not right. */
    bet,
  };
}

/** A bet rides only as far as it may win, so that the house's risk bounds its stake at the lowest cash-out alone. */
function crashRules(edgeBps: number) {
  return {
    id: "crash",
    edge: { minBps: edgeBps, maxBps: edgeBps, defaultBps: edgeBps },
    maxMultiplier: () => ({ numerator: BigInt(LOWEST_CASH_OUT), denominator: 100n }),
  };
}
