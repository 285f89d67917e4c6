/**
 * Recomputes outcomes from revealed seeds, with the code that decides bets.
 *
 *   --game dice --server-seed S --client-seed C --nonce N [--params JSON] [--edge 0.01]
 *       with --stake MINOR, of a game of one step, prints "payout" and "multiplier" as well.
 *   --game mines|hilo|blackjack --server-seed S --client-seed C --nonce N --params JSON --stake MINOR --actions JSON [--edge 0.01]
 *       plays the whole round again, the stake being the first one, and prints
 *       {"game":…,"outcome":…,"staked":…,"payout":…,"multiplier":…,"commitment":…}; without --actions what was drawn.
 *   --game crash --game-hash H --salt T [--edge 0.03]
 *       prints {"game":…,"outcome":…,"commitment":…}; on bad input one sentence on stderr and exit code 1. A hash that is not 64
 *       lower-case hex digits, as a round of another house may have, is answered with a warning on stderr.
 *   --crash-bet ID --house URL
 *       asks the house for a bet on crash and its round, and works both out again, at the edge that the chain has committed to;
 *       prints what was found, and under "onChain" what any node of the chain must say for it to hold: what the registry has anchored,
 *       and that the salt is the hash of its block.
 *   --batch FILE
 *       reads one request per line, {"game","serverSeed","clientSeed","nonce","params"}, with "stake" for the payout as well, of a
 *       whole round with "stake", "actions" and "edge" as well, or, for crash,
 *       {"game","gameHash","salt","edge"}, and prints one answer per line in the same order, {"error":…} for a line that cannot be answered. The exit code is 0 when
 *       every line got its answer, errors included, and 1 when the file cannot be read.
 *   --epoch-proof FILE
 *       reads a proof of /v1/fairness/epochs/{id}/proof and prints whether the commitment is in the epoch, with the root that the
 *       registry must hold there: {"commitment":…,"isIncluded":true,"root":…,"epoch":…,"kind":…,"registry":…}.
 */
import { FairhouseError } from "#domain/errors.ts";
import { verifyOutcome } from "#domain/games/verifyOutcome.ts";
import { verifyFile } from "#scripts/verify/batch.ts";
import { verifyCrashBetById } from "#scripts/verify/crashBet.ts";
import { verifyEpochProof } from "#scripts/verify/epochProof.ts";
import { foreignHashWarning } from "#scripts/verify/foreignHash.ts";
import { readOptions } from "#scripts/verify/options.ts";
import { verifyWholeBet } from "#scripts/verify/wholeBet.ts";
import { verifyWholeRound } from "#scripts/verify/wholeRound.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options.kind === "batch") await verifyFile(options.file, process.stdout, warn);
  else if (options.kind === "epoch") print(await verifyEpochProof(options.file));
  else if (options.kind === "crashBet") print(await verifyCrashBetById(options.house, options.betId));
  else if (options.kind === "bet") print(verifyWholeBet(options.request));
  else if (options.kind === "round") print(verifyWholeRound(options.request));
  else {
    const warning = foreignHashWarning(options.request);
    if (warning !== null) warn(warning);
    print(verifyOutcome(options.request));
  }
} catch (error) {
  if (error instanceof FairhouseError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else if (!isReaderGone(error)) {
    throw error;
  }
}

function warn(text: string): void {
  process.stderr.write(`${text}\n`);
}

function print(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

/** Whoever reads the answers may stop early, as `head` does: nothing failed. */
function isReaderGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}
