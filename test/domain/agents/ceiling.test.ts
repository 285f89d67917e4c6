import { describe, expect, test } from "vitest";
import {
  type BoundPath,
  isRise,
  lowestCeiling,
  RatesExceedCeiling,
  RatesExceedEdge,
  requireWithinCeiling,
  tightestPath,
} from "#domain/agents/ceiling.ts";
import { type PlanLine, pathSumBps } from "#domain/agents/rates.ts";
import fc from "#test/support/properties.ts";

const line = (revenueShareBps: number, turnoverBps: number, agentId = "a"): PlanLine => ({
  agentId,
  revenueShareBps,
  turnoverBps,
});
const pathOf = (ceilingBps: number, ...lines: PlanLine[]): BoundPath => ({ lines, ceilingBps });
const require =
  (path: BoundPath, smallestEdgeBps = 100, agentId?: string) =>
  () =>
    requireWithinCeiling(path, { smallestEdgeBps, ...(agentId === undefined ? {} : { agentId }) });

describe("lowestCeiling", () => {
  test("default: of those set on the path; the house's when there is none", () => {
    expect(lowestCeiling([null, 7_000, null, 9_000], 6_000)).toBe(7_000);
    expect(lowestCeiling([null, null], 6_000)).toBe(6_000);
    expect(lowestCeiling([], 6_000)).toBe(6_000);
    expect(lowestCeiling([0], 6_000)).toBe(0);
  });
});

describe("requireWithinCeiling", () => {
  test("default: a path may give what its ceiling says, and nothing beyond", () => {
    expect(require(pathOf(6_000, line(4_000, 0), line(2_000, 0)))).not.toThrow();
    expect(require(pathOf(6_000, line(4_000, 0), line(2_001, 0)))).toThrow(RatesExceedCeiling);
    expect(require(pathOf(10_000, line(10_000, 0)))).not.toThrow();
    expect(require(pathOf(10_000, line(10_000, 1)))).toThrow(RatesExceedEdge);
  });

  test("behavior: a rebate weighs what it is of the smallest edge, rounded up", () => {
    expect(pathSumBps([line(0, 1)], 300)).toBe(34);
    expect(require(pathOf(8_000, line(3_000, 50)))).not.toThrow();
    expect(require(pathOf(8_000, line(3_000, 51)))).toThrow(RatesExceedCeiling);
  });

  test("behavior: of no edge, shares are nothing and rebates are too much", () => {
    expect(require(pathOf(10_000, line(10_000, 0)), 0)).not.toThrow();
    expect(require(pathOf(10_000, line(0, 1)), 0)).toThrow(RatesExceedEdge);
  });

  test("error: RatesExceedCeiling tells the most that the agent could have", () => {
    const path = pathOf(6_000, line(1_000, 0, "top"), line(5_500, 10, "low"));
    expect(require(path)).toThrow(
      expect.objectContaining({
        code: "RATES_EXCEED_CEILING",
        agentId: "low",
        sumBps: 7_500,
        ceilingBps: 6_000,
        smallestEdgeBps: 100,
        mostRevenueShareBps: 4_000,
        mostTurnoverBps: null,
      }),
    );
    expect(require(path, 100, "top")).toThrow(
      expect.objectContaining({ agentId: "top", mostRevenueShareBps: null, mostTurnoverBps: null }),
    );
    expect(require(pathOf(6_000, line(5_000, 11)))).toThrow(
      expect.objectContaining({ mostRevenueShareBps: 4_900, mostTurnoverBps: 10 }),
    );
  });

  test("error: RatesExceedEdge names the lowest agent when nobody's rates were set", () => {
    const path = pathOf(10_000, line(9_000, 0), line(1_000, 1, "lowest"));
    expect(require(path)).toThrow(
      expect.objectContaining({ agentId: "lowest", sumBps: 10_100, mostRevenueShareBps: 900 }),
    );
  });
});

const paths = fc.array(
  fc.record({
    ceilingBps: fc.integer({ min: 0, max: 10_000 }),
    lines: fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 100 }))
        .map(([share, turnover]) => line(share, turnover, "other")),
      { maxLength: 3 },
    ),
  }),
  { minLength: 1, maxLength: 5 },
);
const rates = fc.record({
  revenueShareBps: fc.integer({ min: 0, max: 10_000 }),
  turnoverBps: fc.integer({ min: 0, max: 100 }),
});
const edge = fc.integer({ min: 1, max: 500 });

test("property: rates that fit the tightest path fit them all", () => {
  fc.assert(
    fc.property(paths, rates, edge, (others, own, edgeBps) => {
      const fits = ({ lines, ceilingBps }: BoundPath) =>
        pathSumBps([...lines, { ...own, agentId: "own" }], edgeBps) <= ceilingBps;
      const tightest = tightestPath(others, edgeBps);
      expect(fits(tightest!)).toBe(others.every(fits));
    }),
  );
});

test("property: the most that a refusal names fits, and a unit more does not", () => {
  fc.assert(
    fc.property(paths, rates, edge, ([other], own, edgeBps) => {
      const { lines, ceilingBps } = other!;
      const withOwn = (changed: Partial<PlanLine>) =>
        pathOf(ceilingBps, ...lines, { ...own, agentId: "own", ...changed });
      const fits = (changed: Partial<PlanLine>) => pathSumBps(withOwn(changed).lines, edgeBps) <= ceilingBps;
      try {
        requireWithinCeiling(withOwn({}), { smallestEdgeBps: edgeBps, agentId: "own" });
      } catch (error) {
        if (!(error instanceof RatesExceedCeiling) && !(error instanceof RatesExceedEdge)) throw error;
        const { mostRevenueShareBps: share, mostTurnoverBps: turnover } = error;
        expect(share === null || fits({ revenueShareBps: share })).toBe(true);
        expect(fits({ revenueShareBps: (share ?? -1) + 1 })).toBe(false);
        expect(turnover === null || fits({ turnoverBps: turnover })).toBe(true);
        expect(fits({ turnoverBps: (turnover ?? -1) + 1 })).toBe(false);
      }
    }),
  );
});

test("behavior: isRise: one rate up is a rise, whatever the other does", () => {
  const before = { revenueShareBps: 10, turnoverBps: 10 };
  expect(isRise(before, before)).toBe(false);
  expect(isRise(before, { revenueShareBps: 9, turnoverBps: 0 })).toBe(false);
  expect(isRise(before, { revenueShareBps: 0, turnoverBps: 11 })).toBe(true);
  expect(isRise(before, { revenueShareBps: 11, turnoverBps: 0 })).toBe(true);
});
