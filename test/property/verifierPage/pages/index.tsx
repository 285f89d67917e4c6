import { useEffect } from "react";
import { verifyBetOfRound } from "#domain/games/crash/verifyBetOfRound.ts";
import type { Objections, ToldBet } from "#test/property/told.ts";
import { verifyBet } from "@/lib/verify/verifyBet";

declare global {
  /** @param toldBets a list of `ToldBet` as JSON */
  function objectionsTo(toldBets: string): Objections[];
}

/** Lets its visitor call what the dApp's page of a bet verifies with: functions of the dApp's own chunks have no names. */
export default function VerifierPage() {
  useEffect(() => {
    globalThis.objectionsTo = (toldBets) => (JSON.parse(toldBets) as ToldBet[]).map(objectionsToOne);
  }, []);
  return null;
}

/** As the page of a bet shows it: checks that failed, or why it cannot have been played so. */
function objectionsToOne({ bet, round }: ToldBet): Objections {
  try {
    const verdict = round === null ? verifyBet(bet) : verifyBetOfRound(bet, round);
    if (verdict === null) return ["not known yet"];
    return Object.entries(verdict.checks).flatMap(([check, holds]) => (holds ? [] : [check]));
  } catch (error) {
    return [String(error)];
  }
}
