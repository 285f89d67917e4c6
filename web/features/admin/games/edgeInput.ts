import type { GameInForceView } from "#domain/api/gameVersions.ts";
import { readTypedAmount } from "@/lib/money/typedAmount";

export type EdgeBounds = GameInForceView["bounds"];

/** What has been typed as an edge, in percent, so far. */
export type TypedEdge =
  | { readonly kind: "empty" | "outOfBounds" | "notANumber" }
  | { readonly kind: "edge"; readonly edgeBps: number };

/** A percent has two decimals: hundredths of it are the smallest step there is. */
const DECIMALS = 2;

/** Judged here as the house does, so that a fault shows beside the field at once. */
export function readEdge(text: string, { minBps, maxBps }: EdgeBounds): TypedEdge {
  const typed = readTypedAmount(text, DECIMALS);
  if (typed.kind === "empty") return { kind: "empty" };
  if (typed.kind === "invalid") return { kind: "notANumber" };
  const isWithin = typed.minor >= BigInt(minBps) && typed.minor <= BigInt(maxBps);
  return isWithin ? { kind: "edge", edgeBps: Number(typed.minor) } : { kind: "outOfBounds" };
}

/** What an edge would be to a game: of one that is withheld any edge puts it on offer. */
export type EdgeStep = "same" | "higher" | "lower" | "offered";

export function edgeStep(
  wantedBps: number,
  game: { readonly edgeBps: number; readonly isWithheld: boolean },
): EdgeStep {
  if (game.isWithheld) return "offered";
  if (wantedBps === game.edgeBps) return "same";
  return wantedBps > game.edgeBps ? "higher" : "lower";
}
