import { type CommissionBet, gatherCommissions } from "#domain/agents/commissions.ts";
import { type CommissionPlan, pathSumBps, planLines, WHOLE_BPS } from "#domain/agents/rates.ts";
import { differenceInLine, partOf, type StatementLine } from "#domain/agents/statement.ts";

const BATCH_BETS = 256;
const PLANS = 500;
const SMALLEST_EDGE_BPS = 50;
const EDGES_BPS = [50, 57, 100, 270, 300, 526, 1_000];

/** What a run found; `wrong` holds the first things that did not follow. */
export interface RandomBetsResult {
  readonly bets: number;
  readonly lines: number;
  readonly dueMinor: bigint;
  readonly linesMinor: bigint;
  /** What is left of all stakes · edges, in hundred-millionths of a minor unit. */
  readonly houseParts: bigint;
  readonly wrong: string[];
}

/** Settles random bets under random plans in batches, and recomputes everything another way. */
export function settleRandomBets(count: number, seed: number): RandomBetsResult {
  const random = generator(seed);
  const plans = Array.from({ length: PLANS }, (_, id) => randomPlan(BigInt(id), random));
  let [lines, dueMinor, linesMinor, houseParts] = [0, 0n, 0n, 0n];
  const wrong: string[] = [];
  for (let made = 0; made < count; made += BATCH_BETS) {
    const bets = Array.from({ length: Math.min(BATCH_BETS, count - made) }, (_, index) =>
      randomBet(`${made + index}`, plans, random),
    );
    for (const bet of bets) {
      const { exactParts, duePartsMinor } = dueAnotherWay(bet);
      const houseOfBet = bet.stakeMinor * BigInt(bet.edgeBps) * 10_000n - duePartsMinor * 100_000_000n;
      if (houseOfBet < 0n) wrong.push(`bet ${bet.betId} gives more than its edge`);
      if (exactParts < duePartsMinor * 100_000_000n) wrong.push(`bet ${bet.betId} is rounded up`);
      dueMinor += duePartsMinor;
      houseParts += houseOfBet;
    }
    const byId = new Map(bets.map((bet) => [bet.betId, bet]));
    for (const commission of gatherCommissions(bets)) {
      lines += 1;
      linesMinor += commission.amountMinor;
      const difference = differenceInLine(statementLine(commission, byId));
      if (difference !== null) wrong.push(JSON.stringify(difference));
    }
  }
  return { bets: count, lines, dueMinor, linesMinor, houseParts, wrong: wrong.slice(0, 5) };
}

/** The line as its agent's statement would show it. */
function statementLine(
  {
    agentId,
    currency,
    revenueShareMinor,
    turnoverMinor,
    amountMinor,
    betIds,
  }: ReturnType<typeof gatherCommissions>[number],
  bets: ReadonlyMap<string, CommissionBet>,
): StatementLine {
  return {
    id: agentId,
    kind: "accrual",
    currency,
    revenueShareMinor,
    turnoverMinor,
    amountMinor,
    bets: betIds.map((betId) => {
      const bet = bets.get(betId)!;
      const rates = bet.plan!.lines.find((line) => line.agentId === agentId)!;
      return { ...bet, ...rates, ...partOf(bet, rates, "accrual") };
    }),
  };
}

/** Each part as an exact fraction with its whole units taken out, and not as the rules compute it. */
function dueAnotherWay({ stakeMinor, edgeBps, plan }: CommissionBet): {
  exactParts: bigint;
  duePartsMinor: bigint;
} {
  let [exactParts, duePartsMinor] = [0n, 0n];
  for (const { revenueShareBps, turnoverBps } of plan?.lines ?? []) {
    const share = stakeMinor * BigInt(edgeBps) * BigInt(revenueShareBps);
    const turnover = stakeMinor * BigInt(turnoverBps) * 10_000n;
    exactParts += share + turnover;
    duePartsMinor += (share - (share % 100_000_000n)) / 100_000_000n;
    duePartsMinor += (turnover - (turnover % 100_000_000n)) / 100_000_000n;
  }
  return { exactParts, duePartsMinor };
}

function randomBet(betId: string, plans: readonly CommissionPlan[], random: () => number): CommissionBet {
  const digits = 1 + Math.floor(random() * 15);
  return {
    betId,
    currency: random() < 0.8 ? "BNB" : "USDT",
    stakeMinor: 1n + BigInt(Math.floor(random() * 10 ** digits)),
    edgeBps: EDGES_BPS[Math.floor(random() * EDGES_BPS.length)]!,
    plan: random() < 0.1 ? undefined : plans[Math.floor(random() * plans.length)],
  };
}

/** One to three agents with any rates that may be set. */
function randomPlan(id: bigint, random: () => number): CommissionPlan {
  for (;;) {
    const lines = planLines(
      ["super", "master", "agent"].slice(0, 1 + Math.floor(random() * 3)).map((level) => ({
        id: `${level}-${id}`,
        revenueShareBps: Math.floor(random() * WHOLE_BPS),
        turnoverBps: random() < 0.5 ? 0 : Math.floor(random() * SMALLEST_EDGE_BPS),
      })),
    );
    if (pathSumBps(lines, SMALLEST_EDGE_BPS) <= WHOLE_BPS) return { id, lines };
  }
}

/** Mulberry32: the same numbers for the same seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
