import { describe, expect, test } from "vitest";
import { filterOf, periodBegins, readSearch, searchText } from "@/features/agents/statement/statementSearch";
import { verifyBooksCommand } from "@/features/agents/statement/verifyCommand";

const AGENT = "0191f3c2-7d1e-7c3a-9b52-2f6f0c1f7a10";

describe("readSearch", () => {
  test("default: an address tells a statement, and the statement the address", () => {
    const text = `agentId=${AGENT}&type=turnover&currency=BNB&from=2026-11-01&to=2026-11-30`;
    const search = readSearch(Object.fromEntries(new URLSearchParams(text)));
    expect(search).toEqual({
      agentId: AGENT,
      type: "turnover",
      currency: "BNB",
      from: "2026-11-01",
      to: "2026-11-30",
    });
    expect(readSearch(Object.fromEntries(new URLSearchParams(searchText(search))))).toEqual(search);
  });

  test("behavior: what cannot be read is left out, and the rest stays", () => {
    const search = readSearch({
      agentId: "me",
      from: "yesterday",
      to: ["2026-11-30"],
      currency: "BNB",
      more: "x",
    });
    expect(search).toEqual({ currency: "BNB" });
  });
});

describe("filterOf", () => {
  test("default: both days are in it", () => {
    expect(filterOf({ from: "2026-11-30", to: "2026-11-30" })).toEqual({
      from: "2026-11-30T00:00:00.000Z",
      to: "2026-12-01T00:00:00.000Z",
    });
  });

  test("behavior: what is left open is not asked for", () => {
    expect(filterOf({ playerId: undefined, from: undefined })).toEqual({});
  });
});

describe("periodBegins", () => {
  test("default: days in UTC, today among them", () => {
    expect(periodBegins(Date.parse("2026-03-02T23:30:00.000Z"))).toEqual({
      today: "2026-03-02",
      week: "2026-02-24",
      month: "2026-03-01",
      days30: "2026-02-01",
    });
  });
});

describe("verifyBooksCommand", () => {
  test("default: the options of the command, and none that is not chosen", () => {
    const head = { agentId: AGENT, from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" };
    expect(verifyBooksCommand("main", head)).toBe(
      `npm run --silent verify-statement -- --tenant main --agent ${AGENT} ` +
        "--from 2026-11-01T00:00:00.000Z --to 2026-12-01T00:00:00.000Z",
    );
    expect(
      verifyBooksCommand("main", { ...head, type: "clawback", playerId: AGENT, currency: "BNB" }),
    ).toContain(` --type clawback --player ${AGENT} --currency BNB`);
  });
});
