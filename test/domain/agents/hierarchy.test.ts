import { describe, expect, test } from "vitest";
import {
  HierarchyCycle,
  isBelow,
  LevelUnfit,
  type MemberLevel,
  membersOnPath,
  moveMember,
  type Position,
  pathBelow,
  pathRange,
  requireLevelBelow,
} from "#domain/agents/hierarchy.ts";
import fc from "#test/support/properties.ts";

function member(id: string, level: MemberLevel, parent: Position | null = null): Position {
  return { id, level, path: pathBelow(parent) };
}

const top = member("top", "super_master");
const middle = member("middle", "master", top);
const low = member("low", "agent", middle);
const player = member("player", "user", low);

describe("paths", () => {
  test("default", () => {
    expect(player.path).toBe("/top/middle/low/");
    expect(membersOnPath(player.path)).toEqual(["top", "middle", "low"]);
    expect(membersOnPath(top.path)).toEqual([]);
  });

  test("behavior: nobody is below themselves, and a name that begins alike is somebody else's", () => {
    expect([isBelow(player, top), isBelow(player, low), isBelow(top, player)]).toEqual([true, true, false]);
    expect(isBelow(top, top)).toBe(false);
    expect(isBelow(member("x", "user", member("top2", "agent")), top)).toBe(false);
  });

  test("property: the range of a path holds what begins with it, and nothing else", () => {
    const id = fc.uuid();
    const path = fc.array(id, { maxLength: 3 }).map((ids) => `/${ids.map((each) => `${each}/`).join("")}`);
    fc.assert(
      fc.property(path, path, fc.boolean(), (prefix, other, isJoined) => {
        const candidate = isJoined ? prefix + other.slice(1) : other;
        const { from, to } = pathRange(prefix);
        expect(candidate >= from && candidate < to).toBe(candidate.startsWith(prefix));
      }),
    );
  });
});

describe("moveMember", () => {
  const other = member("other", "super_master");

  test("default", () => {
    const moved = moveMember({ member: middle, parent: other, level: "master", highestBelow: "agent" });
    expect(moved).toEqual({ id: "middle", level: "master", path: "/other/" });
  });

  test("behavior: to the house, and at another level", () => {
    const moved = moveMember({ member: low, parent: null, level: "super_master", highestBelow: "user" });
    expect(moved).toEqual({ id: "low", level: "super_master", path: "/" });
  });

  test("error: HierarchyCycle", () => {
    const into = (parent: Position) => () =>
      moveMember({ member: middle, parent, level: "user", highestBelow: "agent" });
    expect(into(middle)).toThrow(HierarchyCycle);
    expect(into(low)).toThrow(HierarchyCycle);
    expect(into(player)).toThrow(HierarchyCycle);
  });

  test("error: LevelUnfit: not below the one above, not above the ones below", () => {
    expect(() =>
      moveMember({ member: low, parent: other, level: "super_master", highestBelow: null }),
    ).toThrow(LevelUnfit);
    expect(() =>
      moveMember({ member: middle, parent: other, level: "agent", highestBelow: "agent" }),
    ).toThrow(LevelUnfit);
    expect(() => moveMember({ member: middle, parent: other, level: "user", highestBelow: "user" })).toThrow(
      LevelUnfit,
    );
  });

  test("behavior: every pair of levels", () => {
    const levels = ["super_master", "master", "agent", "user"] as const;
    const fits = (["admin", ...levels] as const).map((above) =>
      levels.filter((below) => {
        try {
          requireLevelBelow(above, below);
          return true;
        } catch {
          return false;
        }
      }),
    );
    expect(fits).toEqual([levels, ["master", "agent", "user"], ["agent", "user"], ["user"], []]);
  });
});
