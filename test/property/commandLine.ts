import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import type { Json } from "#domain/games/game.ts";
import { ROOT } from "#scripts/start/folders.ts";
import { printedOutcome } from "#test/domain/games/randomBets.ts";
import { type Objections, playedOutcome, type ToldBet } from "#test/property/told.ts";

const run = promisify(execFile);
const MOST_OUTPUT_BYTES = 2 ** 29;

/** What the command prints of one line. */
type Answer = {
  readonly error?: string;
  readonly outcome?: Json;
  readonly commitment?: string;
  readonly staked?: string;
  readonly payout?: string;
};

/** Has `npm run --silent verify -- --batch FILE` work the bets out again, and compares what it prints with what was told. */
export async function askCommandLine(told: readonly ToldBet[]): Promise<Objections[]> {
  const folder = await mkdtemp(join(tmpdir(), "fairhouse-batch-"));
  try {
    const file = join(folder, "bets.jsonl");
    await writeFile(file, told.map((one) => `${JSON.stringify(requestOf(one))}\n`).join(""));
    const command = ["run", "--silent", "verify", "--", "--batch", file];
    const { stdout } = await run("npm", command, { cwd: ROOT, maxBuffer: MOST_OUTPUT_BYTES });
    const lines = stdout.trimEnd().split("\n");
    if (lines.length !== told.length) throw new Error(`${told.length} lines got ${lines.length} answers`);
    return told.map((one, at) => objectionsTo(one, JSON.parse(lines[at]!) as Answer));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As docs/GAMES.md tells to write it, from nothing but what the bet's page shows. */
function requestOf(told: ToldBet): object {
  const { game, serverSeed, clientSeed, nonce, params, edgeBps, stake } = told.bet;
  const edge = (edgeBps / 10_000).toFixed(4);
  if (game === "crash") return { game, gameHash: serverSeed, salt: clientSeed, edge };
  const drawn = { game, serverSeed, clientSeed, nonce, params, edge };
  const played = playedOutcome(told);
  if (played === null) return { ...drawn, stake };
  return { ...drawn, stake: played.firstStake, actions: played.actions };
}

function objectionsTo(told: ToldBet, answer: Answer): Objections {
  if (answer.error !== undefined) return [answer.error];
  const { bet } = told;
  const isAgreed = {
    commitment: answer.commitment === bet.commitment,
    outcome: isDeepStrictEqual(answer.outcome, printed(told)),
    // Where a bet on crash got out is not of its draw: `--crash-bet` verifies it.
    payout: bet.game === "crash" || answer.payout === bet.payout,
    stake: answer.staked === undefined || answer.staked === bet.stake,
  };
  return Object.entries(isAgreed).flatMap(([part, holds]) => (holds ? [] : [part]));
}

/** The told outcome in the words of the command. */
function printed({ bet }: ToldBet): unknown {
  const { game, outcome } = bet;
  if (game === "crash") return (outcome as { pointHundredths: number }).pointHundredths / 100;
  const multiplier = {
    numerator: BigInt(bet.multiplier.numerator),
    denominator: BigInt(bet.multiplier.denominator),
  };
  return printedOutcome(game, { outcome: outcome as Json, multiplier });
}
