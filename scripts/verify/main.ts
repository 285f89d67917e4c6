/**
 * Recomputes outcomes from revealed seeds, with the code that decides bets.
 *
 *   --game dice --server-seed S --client-seed C --nonce N [--params JSON]
 *       prints {"game":…,"outcome":…,"commitment":…}; on bad input one sentence on stderr and exit code 1.
 *   --batch FILE
 *       reads one request per line, {"game","serverSeed","clientSeed","nonce","params"}, and prints one answer
 *       per line in the same order, {"error":…} for a line that cannot be answered. The exit code is 0 when
 *       every line got its answer, errors included, and 1 when the file cannot be read.
 */
import { FairhouseError } from "#domain/errors.ts";
import { verifyDraw } from "#domain/games/verifyDraw.ts";
import { verifyFile } from "#scripts/verify/batch.ts";
import { readOptions } from "#scripts/verify/options.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options.kind === "batch") await verifyFile(options.file, process.stdout);
  else process.stdout.write(`${JSON.stringify(verifyDraw(options.request))}\n`);
} catch (error) {
  if (error instanceof FairhouseError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else if (!isReaderGone(error)) {
    throw error;
  }
}

/** Whoever reads the answers may stop early, as `head` does: nothing failed. */
function isReaderGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}
