import type pg from "pg";
import { NotFound } from "#backend/http/failures.ts";
import type { BatchWork } from "#backend/modules/casino/batchTransaction.ts";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import type { CrashCashOutResponse } from "#domain/api/crash.ts";
import { FairhouseError, InvariantError, invariant } from "#domain/errors.ts";
import { type CashOut, CashOutTooLate, decideCashOut } from "#domain/games/crash/cashOut.ts";
import { endsAfterMs } from "#domain/games/crash/curve.ts";
import { payoutDown } from "#domain/games/crash/maximumWin.ts";
import { SETTLE_GRACE_MS } from "#domain/games/crash/nextStep.ts";
import type { BetBoard } from "./betBoard.ts";
import type { CrashBetRow } from "./bets.store.ts";
import { lockBets } from "./bets.store.ts";
import { BettingUnderWay, RoundCancelled } from "./cashOutRefusals.ts";
import { lockRoundsOfBets, writeCashOuts } from "./cashOuts.store.ts";
import type { Answers, Ticket } from "./commitTickets.ts";
import type { DatabaseClock } from "./databaseClock.ts";
import { startOf } from "./roundRow.ts";
import { openRound, type RoundSecret } from "./roundSecret.ts";
import { readNowMs, type SecretRound } from "./rounds.store.ts";
import { boardBetOf } from "./shownBets.ts";

/** A player who wants out. */
export interface CashOutTicket extends Ticket {
  /** When the server received it, by `performance.now()`. */
  readonly receivedAt: number;
  resolve(response: CrashCashOutResponse): void;
}

/** Sees to it that a cash-out that came too late is decided again after a while. */
export type Postpone = (ticket: CashOutTicket, waitMs: number) => void;

/** A settlement takes so long, in looks that are so far apart. After it, it is no secret any more that a round is over. */
const SETTLED_WITHIN_MS = 1_000;
const LOOK_AGAIN_MS = 50;

interface CashOutState {
  readonly rounds: ReadonlyMap<bigint, SecretRound>;
  readonly bets: ReadonlyMap<string, CrashBetRow>;
}

export interface CashOutOptions {
  readonly tenantId: number;
  readonly cipher: SeedCipher;
  readonly clock: DatabaseClock;
  readonly postpone: Postpone;
  readonly board: BetBoard;
}

/**
 * A transaction that commits cash-outs at the times at which they were received. It moves no money: the settlement of the
 * round does. The lock on the round makes the settlement wait for cash-outs that are on their way. Who comes after the crash
 * hears so only when the round is settled, or should have been: nobody can tell others of it while they may still get out.
 */
export function cashOutWork(
  options: CashOutOptions,
  tickets: readonly CashOutTicket[],
): BatchWork<CashOutState, Answers> {
  const { tenantId, clock } = options;
  const betIds = [...new Set(tickets.map(({ betId }) => betId))];
  return {
    async load(client) {
      const askedAt = performance.now();
      const [, rounds, bets] = await Promise.all([
        // Before the locks, which may have to be waited for.
        readNowMs(client).then((nowMs) => clock.observe({ askedAt, answeredAt: performance.now(), nowMs })),
        lockRoundsOfBets(client, tenantId, betIds),
        lockBets(client, tenantId, betIds),
      ]);
      return {
        rounds: new Map(rounds.map((round) => [round.id, round])),
        bets: new Map(bets.map((bet) => [bet.id, bet])),
      };
    },
    write: (client, state) => decideAndWrite(client, { ...options, tickets, state }),
  };
}

interface Deciding extends CashOutOptions {
  readonly tickets: readonly CashOutTicket[];
  readonly state: CashOutState;
}

async function decideAndWrite(client: pg.PoolClient, deciding: Deciding): Promise<Answers> {
  const { tenantId, cipher, clock, postpone, tickets, state } = deciding;
  const secrets = new Map<bigint, RoundSecret>();
  const secretOf = (round: SecretRound) => {
    const secret = secrets.get(round.id) ?? openRound(cipher, round);
    secrets.set(round.id, secret);
    return secret;
  };
  const fresh = new Map<string, CashOut>();
  const answers = tickets.map((ticket) => {
    try {
      const response = decide(ticket, { state, clock, secretOf, fresh });
      return () => ticket.resolve(response);
    } catch (error) {
      const waitMs = error instanceof CashOutTooLate ? untilTold(ticket, { state, clock, secretOf }) : 0;
      if (waitMs > 0) return () => postpone(ticket, waitMs);
      if (!(error instanceof FairhouseError) || error instanceof InvariantError) throw error;
      return () => ticket.reject(error);
    }
  });
  const byHand = [...fresh].filter(([, { isAutomatic }]) => !isAutomatic);
  if (byHand.length > 0) {
    await writeCashOuts(
      client,
      tenantId,
      new Map(byHand.map(([betId, { hundredths }]) => [betId, hundredths])),
    );
  }
  return [...answers, () => showToEverybody(deciding, byHand)];
}

function showToEverybody(
  { tenantId, board, state }: Deciding,
  cashOuts: readonly (readonly [string, CashOut])[],
): void {
  for (const [betId, { hundredths }] of cashOuts) {
    const bet = state.bets.get(betId);
    const round = bet && state.rounds.get(bet.round_id);
    if (bet === undefined || round === undefined) continue;
    const { id: roundId, currency, bet_count: betCount, staked: stakedMinor } = round;
    const shown = boardBetOf({ ...bet, cashed_out: hundredths }, false);
    board.tell(tenantId, { roundId, currency, betCount, stakedMinor, bets: [shown], end: null });
  }
}

interface Circumstances {
  readonly state: CashOutState;
  readonly clock: DatabaseClock;
  readonly secretOf: (round: SecretRound) => RoundSecret;
  /** Decided in this batch. */
  readonly fresh: Map<string, CashOut>;
}

/** @throws FairhouseError why not */
function decide(
  { betId, userId, receivedAt }: CashOutTicket,
  { state, clock, secretOf, fresh }: Circumstances,
): CrashCashOutResponse {
  const bet = state.bets.get(betId);
  if (bet === undefined || bet.user_id !== userId) throw new NotFound("bet");
  const round = state.rounds.get(bet.round_id);
  invariant(round !== undefined, "a bet has its round");
  const earlier = fresh.get(betId) ?? committedOf(bet);
  if (earlier !== undefined) return responseTo(bet, earlier, true);
  if (round.phase === "cancelled") throw new RoundCancelled();
  if (round.phase === "settled") throw new CashOutTooLate();
  if (round.phase === "betting") throw new BettingUnderWay();

  const { pointHundredths } = secretOf(round);
  const running = { pointHundredths, ceilingHundredths: round.ceiling, startedAtMs: startOf(round) };
  const rules = { autoHundredths: bet.auto, highestHundredths: bet.highest };
  const receipt = { earliestMs: clock.earliest(receivedAt), latestMs: clock.latest(receivedAt) };
  const cashOut = decideCashOut(rules, running, receipt);
  fresh.set(betId, cashOut);
  return responseTo(bet, cashOut, false);
}

/** How long to wait before somebody may be told that the round is over; 0 when it is settled, or should have been long ago. */
function untilTold(
  { betId }: CashOutTicket,
  { state, clock, secretOf }: Omit<Circumstances, "fresh">,
): number {
  const round = state.rounds.get(state.bets.get(betId)?.round_id ?? 0n);
  if (round?.phase !== "running") return 0;
  const crashedMs = startOf(round) + endsAfterMs({ ...secretOf(round), ceilingHundredths: round.ceiling });
  const sinceMs = clock.earliest(performance.now()) - crashedMs;
  if (sinceMs >= SETTLED_WITHIN_MS) return 0;
  return Math.max(SETTLE_GRACE_MS - sinceMs, LOOK_AGAIN_MS);
}

/** How the bet got out already, by hand or by rule. */
function committedOf({ cashed_out: cashedOut, exit }: CrashBetRow): CashOut | undefined {
  const hundredths = cashedOut ?? exit;
  return hundredths === null ? undefined : { hundredths, isAutomatic: cashedOut === null };
}

function responseTo(
  bet: CrashBetRow,
  { hundredths, isAutomatic }: CashOut,
  repeated: boolean,
): CrashCashOutResponse {
  return {
    betId: bet.id,
    roundId: bet.round_id.toString(),
    cashedOutHundredths: hundredths,
    isAutomatic,
    payout: payoutDown(bet.stake, hundredths).toString(),
    repeated,
  };
}
