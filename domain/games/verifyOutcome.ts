import { type CrashRequest, type VerifiedCrash, verifyCrash } from "#domain/games/crash/verifyCrash.ts";
import { type DrawRequest, type VerifiedDraw, verifyDraw } from "#domain/games/verifyDraw.ts";

/** What must be known to recompute an outcome of any game; nothing in it has been checked yet. */
export type OutcomeRequest = DrawRequest & CrashRequest;

/**
 * Recomputes an outcome from what was revealed: of crash, which all its players share, from a hash of its chain and
 * the chain's salt; of every other game from a pair of seeds and a nonce.
 *
 * @throws CrashRequestInvalid
 * @throws DrawRequestInvalid
 * @throws GameParamsInvalid
 * @throws UnknownGame
 */
export function verifyOutcome(request: OutcomeRequest): VerifiedCrash | VerifiedDraw {
  return request.game === "crash" ? verifyCrash(request) : verifyDraw(request);
}
