import { describe, expect, test } from "vitest";
import { type HoldEvent, heldFigures, holdAfter, type MoneyHold, NOTHING_HELD } from "@/lib/play/moneyHold";

/** What is shown after some events, `figures` being what the house has told last. */
function shown(figures: string, ...events: readonly HoldEvent<string>[]): string {
  const hold = events.reduce<MoneyHold<string>>(holdAfter, NOTHING_HELD);
  return heldFigures(hold) ?? figures;
}

const asked = (figures: string) => ({ kind: "asked", figures }) as const;
const settled = { kind: "settled" } as const;
const missed = { kind: "missed" } as const;
const told = { kind: "told" } as const;
const left = { kind: "left" } as const;

describe("moneyHold", () => {
  test("default: what a bet has changed is shown once the field has told it", () => {
    expect(shown("before")).toBe("before");
    expect(shown("after", asked("before")), "the house may tell before it answers").toBe("before");
    expect(shown("after", asked("before"), settled)).toBe("before");
    expect(shown("after", asked("before"), settled, told)).toBe("after");
  });

  test("behavior: a bet that is refused or not answered holds nothing back", () => {
    expect(shown("after", asked("before"), missed)).toBe("after");
  });

  test("behavior: of bets in a row the one before is told when the next begins to move", () => {
    const first = [asked("0"), settled];
    expect(shown("1", ...first, asked("1"))).toBe("0");
    expect(shown("2", ...first, asked("1"), settled), "the first is told").toBe("1");
    expect(shown("2", ...first, asked("1"), settled, told)).toBe("2");
  });

  test("behavior: a field that comes to rest while the next bet is on its way tells its own result alone", () => {
    expect(shown("2", asked("0"), settled, asked("1"), told)).toBe("1");
  });

  test("behavior: the next bet's refusal does not tell the one that still moves", () => {
    expect(shown("1", asked("0"), settled, asked("1"), missed)).toBe("0");
    expect(shown("1", asked("0"), settled, asked("1"), missed, told)).toBe("1");
  });

  test("behavior: without motion nothing is asked to be held, and nothing is", () => {
    expect(shown("after", settled, told)).toBe("after");
  });

  test("behavior: who leaves the field sees the newest, a late answer included", () => {
    expect(shown("after", asked("before"), left)).toBe("after");
    expect(shown("after", asked("before"), settled, left)).toBe("after");
    expect(shown("after", asked("before"), left, settled)).toBe("after");
  });

  test("behavior: what is shown never goes back", () => {
    const events = [asked("0"), missed, asked("0"), settled, asked("1"), settled, told, asked("2"), settled];
    const newest = ["0", "0", "0", "1", "1", "2", "2", "2", "3"];
    const seen = events.map((_, index) => Number(shown(newest[index] ?? "", ...events.slice(0, index + 1))));
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(seen.at(-1)).toBe(2);
  });
});
