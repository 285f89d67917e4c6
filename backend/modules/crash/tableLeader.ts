import type pg from "pg";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import type { KillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { invariant } from "#domain/errors.ts";
import { multiplierAt } from "#domain/games/crash/curve.ts";
import { nextStep, type TableRound, type TableStep } from "#domain/games/crash/nextStep.ts";
import { watchAutomaticOuts } from "./automaticOuts.ts";
import { findPlayableChain } from "./chainKeeper.ts";
import type { CrashNewsDesk } from "./crashNews.ts";
import type { DatabaseClock } from "./databaseClock.ts";
import { findHouse } from "./house.store.ts";
import { beginRound, openNextRound } from "./openRound.ts";
import { rest } from "./rest.ts";
import { crashedViewOf, roundViewOf, startOf } from "./roundRow.ts";
import { openRound, type RoundSecret } from "./roundSecret.ts";
import { findNewestRound, type SecretRound } from "./rounds.store.ts";
import { settleRound } from "./settleRound.ts";
import type { Lead, TableSettings } from "./table.ts";
import { findTable } from "./tables.store.ts";
import { readTimed } from "./timedReading.ts";

/** How often everyone is told where the curve is. */
const TICK_MS = 100;
/** How often a table that cannot open a round looks again. */
const IDLE_LOOK_MS = 1_000;

export interface TableLeaderOptions {
  /** Under the role `fairhouse_engine`. */
  readonly pool: pg.Pool;
  readonly cipher: SeedCipher;
  readonly killSwitches: KillSwitches;
  readonly news: CrashNewsDesk;
  readonly clock: DatabaseClock;
}

/** A round that is not over, with what it hides. */
interface OpenRound {
  readonly round: SecretRound;
  readonly secret: RoundSecret;
}

/**
 * Drives a table's rounds, one after the other, until it is told to stop. All that it knows it reads from the database
 * before each step, so that it carries on wherever another leader has ended.
 *
 * @throws Deposed when another process leads by now; and what the database throws
 */
export async function leadTable(options: TableLeaderOptions, lead: Lead, signal: AbortSignal): Promise<void> {
  const { pool, cipher, clock, news } = options;
  let toldOf = "";
  while (!signal.aborted) {
    const { round, nowMs } = await readTimed({ pool, clock }, (client) => findNewestRound(client, lead));
    const open = round && isOpen(round) ? { round, secret: openRound(cipher, round) } : undefined;
    if (round !== undefined && toldOf !== `${round.id} ${round.phase}`) {
      toldOf = `${round.id} ${round.phase}`;
      news.tellRound(lead.tenantId, roundViewOf(round), nowMs);
    }
    const settings = await findTable(pool, lead);
    if (settings === undefined) return;
    const standing = open === undefined ? round && endOf(round) : standingOf(open);
    const step = nextStep(standing, { nowMs, pauseMs: settings.pauseMs });
    await take(options, { lead, settings, open, step, signal });
  }
}

function isOpen({ phase }: SecretRound): boolean {
  return phase === "betting" || phase === "running";
}

function standingOf({ round, secret }: OpenRound): TableRound {
  if (round.phase === "betting") return { phase: "betting", bettingEndsMs: round.betting_ends_ms };
  return { phase: "running", startedMs: startOf(round), ceilingHundredths: round.ceiling, ...secret };
}

function endOf({ settled_ms: settledMs }: SecretRound): TableRound {
  invariant(settledMs !== null, "a round that is over says since when");
  return { phase: "over", settledMs };
}

interface Turn {
  readonly lead: Lead;
  readonly settings: TableSettings;
  readonly open: OpenRound | undefined;
  readonly step: TableStep;
  readonly signal: AbortSignal;
}

/** Waits for the step's time and takes it; an end of the leadership cuts the wait short, and nothing is done. */
async function take(options: TableLeaderOptions, turn: Turn): Promise<void> {
  const { pool, clock } = options;
  const { lead, settings, open, step, signal } = turn;
  if (step.kind === "open") {
    if (await sleepUntil(clock, step.atMs, signal)) await openIfPossible(options, turn);
    return;
  }
  invariant(open !== undefined, "only an open round is moved on");
  if (step.kind === "settle") {
    if (!(await ride(options, turn, open, step.crashesAtMs))) return;
    if (!(await sleepUntil(clock, step.atMs, signal))) return;
    await end(options, lead, open);
    // Not before the commit: whoever hears of the crash must find that nothing can be cashed out any more.
    options.news.tellRound(
      lead.tenantId,
      crashedViewOf(open.round, open.secret),
      clock.earliest(performance.now()),
    );
    return;
  }
  if (step.kind === "cancel") return end(options, lead, open);
  if (!(await sleepUntil(clock, step.atMs, signal))) return;
  const house = await findHouse(pool, lead.tenantId);
  const bankrollMinor = house.get(lead.currency)?.bankrollMinor ?? 0n;
  await beginRound(pool, { lead, round: open.round, settings, bankrollMinor });
}

/** Settles the round, and tells those whose money it moved, and everybody else. */
async function end({ pool, news }: TableLeaderOptions, lead: Lead, open: OpenRound): Promise<void> {
  news.roundEnded(open, await settleRound(pool, { lead, ...open }));
}

/** A round needs an open table, a chain that is anchored and salted, and players who can hear of it and may bet. */
async function openIfPossible(
  { pool, cipher, killSwitches, news }: TableLeaderOptions,
  { lead, settings, signal }: Turn,
): Promise<void> {
  const stopped = await killSwitches.list(lead.tenantId);
  const isStopped = !settings.isOpen || !news.isHeard() || stopped.some(({ name }) => name === "bets");
  const chain = isStopped ? undefined : await findPlayableChain(pool, lead);
  if (chain === undefined) await rest(IDLE_LOOK_MS, signal);
  else await openNextRound(pool, { lead, settings, chain, cipher });
}

/** Tells everyone where the curve is until it crashes. @returns false when cut short */
async function ride(
  { pool, clock, news }: TableLeaderOptions,
  { lead, signal }: Turn,
  { round }: OpenRound,
  crashesAtMs: number,
): Promise<boolean> {
  const startedMs = startOf(round);
  const { tenantId, currency } = lead;
  const roundId = round.id.toString();
  const automatic = watchAutomaticOuts({ pool, board: news.board, round });
  for (;;) {
    const nowMs = clock.earliest(performance.now());
    if (nowMs >= crashesAtMs) break;
    const elapsedMs = Math.max(0, Math.floor(nowMs - startedMs));
    const hundredths = multiplierAt(elapsedMs);
    news.tick(tenantId, { kind: "tick", roundId, currency, elapsedMs, hundredths });
    automatic.reached(hundredths);
    if (!(await rest(Math.min(TICK_MS, crashesAtMs - nowMs), signal))) return false;
  }
  return true;
}

/** Until the database's clock has certainly reached it. @returns false when the signal cut it short */
async function sleepUntil(clock: DatabaseClock, atMs: number, signal: AbortSignal): Promise<boolean> {
  return rest(atMs - clock.earliest(performance.now()), signal);
}
