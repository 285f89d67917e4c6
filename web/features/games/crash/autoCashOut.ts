import { LOWEST_CASH_OUT } from "#domain/games/crash/cashOut.ts";
import { readTypedAmount } from "@/lib/money/typedAmount";

/** Where to be cashed out without asking, as typed: in hundredths, null for by hand, "invalid" for anything else. */
export function readAutoCashOut(text: string, ceilingHundredths: number): number | null | "invalid" {
  const typed = readTypedAmount(text, 2);
  if (typed.kind === "empty") return null;
  if (typed.kind === "invalid") return "invalid";
  const { minor } = typed;
  if (minor < BigInt(LOWEST_CASH_OUT) || minor > BigInt(ceilingHundredths)) return "invalid";
  return Number(minor);
}
