import { describe, expect, test } from "vitest";
import { RatesExceedCeiling, RatesExceedEdge } from "#domain/agents/ceiling.ts";
import type { PlaceView } from "#domain/api/agents.ts";
import { type PathAgent, pathShares, ratesRefusal, withRates } from "@/features/agents/member/pathShares";
import { percentText, readPercent, typedPercent } from "@/lib/format/percent";

const ME = "00000000-0000-4000-8000-000000000001";
const BELOW = "00000000-0000-4000-8000-000000000002";

const agents: PathAgent[] = [
  { id: null, level: null, rates: { revenueShareBps: 1_000, turnoverBps: 1 } },
  { id: ME, level: "master", rates: { revenueShareBps: 2_000, turnoverBps: 0 } },
  { id: BELOW, level: "agent", rates: { revenueShareBps: 1_500, turnoverBps: 2 } },
];

function placeOf(overrides: Partial<PlaceView> = {}): PlaceView {
  return {
    id: ME,
    walletAddress: `0x${"1".repeat(40)}`,
    level: "master",
    parentId: null,
    joinedAt: null,
    rates: { revenueShareBps: 2_000, turnoverBps: 0 },
    directMembers: 1,
    figures: [],
    pathSumBps: 4_800,
    smallestEdgeBps: 100,
    ceilingBps: null,
    effectiveCeilingBps: 6_000,
    tightestPath: { agents, ceilingBps: 6_000 },
    claims: [],
    ...overrides,
  };
}

describe("pathShares", () => {
  test("default: the parts come to the sum, and the house keeps what is left", () => {
    const { shares, sumBps, houseBps } = pathShares(agents, 100);
    expect(shares.map(({ weightBps }) => weightBps)).toEqual([1_100, 2_000, 1_700]);
    expect(sumBps).toBe(4_800);
    expect(houseBps).toBe(5_200);
  });

  test("behavior: rebates are rounded together, as the house does, not each by itself", () => {
    const third = { revenueShareBps: 0, turnoverBps: 1 };
    const rebates = agents.map((agent) => ({ ...agent, rates: third }));
    expect(pathShares(rebates, 300).shares.map(({ weightBps }) => weightBps)).toEqual([34, 33, 33]);
  });

  test("behavior: more than everything leaves the house nothing", () => {
    const shown = pathShares(withRates(agents, ME, { revenueShareBps: 9_000, turnoverBps: 0 }), 100);
    expect(shown.sumBps).toBe(11_800);
    expect(shown.houseBps).toBe(0);
  });

  test("behavior: an empty path gives nothing away", () => {
    expect(pathShares([], 100)).toEqual({ shares: [], sumBps: 0, houseBps: 10_000 });
  });
});

describe("ratesRefusal", () => {
  test("default: what fits exactly is not refused", () => {
    expect(ratesRefusal(placeOf(), { revenueShareBps: 3_200, turnoverBps: 0 })).toBeNull();
  });

  test("error: RatesExceedCeiling, with the most that would fit", () => {
    const refusal = ratesRefusal(placeOf(), { revenueShareBps: 3_201, turnoverBps: 0 });
    expect(refusal).toBeInstanceOf(RatesExceedCeiling);
    expect(refusal).toMatchObject({ sumBps: 6_001, ceilingBps: 6_000, mostRevenueShareBps: 3_200 });
  });

  test("error: RatesExceedEdge, when it is more than all there is", () => {
    expect(ratesRefusal(placeOf(), { revenueShareBps: 8_000, turnoverBps: 0 })).toBeInstanceOf(
      RatesExceedEdge,
    );
  });

  test("behavior: rates that only go down are let through, whatever the path gives away", () => {
    const place = placeOf({ tightestPath: { agents, ceilingBps: 1_000 } });
    expect(ratesRefusal(place, { revenueShareBps: 1_999, turnoverBps: 0 })).toBeNull();
  });

  test("behavior: players have no rates to refuse", () => {
    expect(ratesRefusal(placeOf({ rates: null }), { revenueShareBps: 10_000, turnoverBps: 0 })).toBeNull();
  });
});

describe("percents", () => {
  test("default", () => {
    expect(percentText(3_050)).toBe("30.5 %");
    expect(percentText(1)).toBe("0.01 %");
    expect(percentText(1_000_000_000)).toBe("∞");
    expect(typedPercent(3_050)).toBe("30.5");
  });

  test.each([
    ["0", 0],
    ["30", 3_000],
    ["30.5", 3_050],
    ["0,02", 2],
    ["100", 10_000],
    [".5", 50],
  ])("behavior: %j is read as %i hundredths", (text, bps) => {
    expect(readPercent(text)).toBe(bps);
  });

  test.each(["", "-1", "100.01", "0.001", "1e2", "ten", "٣"])("behavior: %j is no share", (text) => {
    expect(readPercent(text)).toBeNull();
  });

  test("property: what is shown in a field is read back as it was", () => {
    for (let bps = 0; bps <= 10_000; bps += 1) expect(readPercent(typedPercent(bps))).toBe(bps);
  });
});
