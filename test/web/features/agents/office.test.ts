import { describe, expect, test } from "vitest";
import { changeFacts } from "@/features/agents/changes/changeFacts";
import { invitationState } from "@/features/agents/invitations/invitationState";
import { moveFault } from "@/features/agents/member/moveFault";
import { levelsBelow, maySetRates, standingOf } from "@/features/agents/standing";

const rates = { revenueShareBps: 1_000, turnoverBps: 0 };

describe("standing", () => {
  test("default: staff oversees, agents have an office, players have a place", () => {
    expect(standingOf("auditor", "user")).toBe("overseer");
    expect(standingOf("player", "master")).toBe("agent");
    expect(standingOf("support", "user")).toBe("player");
  });

  test("behavior: one invites to the levels below one's own, and administrators to all", () => {
    expect(levelsBelow("admin", "user")).toEqual(["super_master", "master", "agent", "user"]);
    expect(levelsBelow("player", "master")).toEqual(["agent", "user"]);
    expect(levelsBelow("player", "user")).toEqual([]);
  });

  test("behavior: rates are set from above, never one's own", () => {
    const lineage = [
      { id: "me", rates },
      { id: "low", rates },
    ];
    expect(maySetRates({ id: "me", role: "player" }, lineage)).toBe(true);
    expect(maySetRates({ id: "low", role: "player" }, lineage)).toBe(false);
    expect(maySetRates({ id: "other", role: "operator" }, lineage)).toBe(false);
    expect(maySetRates({ id: "other", role: "admin" }, lineage)).toBe(true);
    expect(maySetRates({ id: "me", role: "admin" }, [{ id: "player", rates: null }])).toBe(false);
  });
});

describe("moveFault", () => {
  const member = { id: "m", parentId: "p", level: "agent" } as const;
  const parent = { id: "q", parentId: null, level: "master" } as const;

  test("default", () => {
    expect(moveFault({ member, level: "agent", parent })).toBeNull();
    expect(moveFault({ member, level: "super_master", parent: null })).toBeNull();
  });

  test("behavior: what cannot be is said before it is asked for", () => {
    expect(moveFault({ member, level: "agent", parent: undefined })).toBe("unknownParent");
    expect(moveFault({ member, level: "agent", parent: { ...parent, id: "m" } })).toBe("itself");
    expect(moveFault({ member, level: "agent", parent: { ...parent, id: "p" } })).toBe("unchanged");
    expect(moveFault({ member, level: "master", parent })).toBe("levelUnfit");
    expect(moveFault({ member, level: "user", parent: { ...parent, level: "user" } })).toBe("levelUnfit");
  });
});

describe("invitationState", () => {
  const invitation = { uses: 0, maxUses: 1, revokedAt: null, expiresAt: "2026-01-02T00:00:00.000Z" };
  const now = Date.parse("2026-01-01T00:00:00.000Z");

  test("default", () => {
    expect(invitationState(invitation, now)).toBe("open");
    expect(invitationState(invitation, Date.parse(invitation.expiresAt))).toBe("expired");
    expect(invitationState({ ...invitation, uses: 1 }, now)).toBe("usedUp");
    expect(invitationState({ ...invitation, revokedAt: "2026-01-01T00:00:00.000Z" }, now)).toBe("withdrawn");
  });
});

describe("changeFacts", () => {
  test("default: rates, places and ceilings, before and after", () => {
    expect(changeFacts({ kind: "rates", before: rates, after: { ...rates, turnoverBps: 5 } })).toEqual({
      kind: "rates",
      before: rates,
      after: { ...rates, turnoverBps: 5 },
    });
    const joined = {
      before: { level: "user", path: "/" },
      after: { level: "agent", path: "/a/b/", invitationId: "1" },
    };
    expect(changeFacts({ kind: "joined", ...joined })).toEqual({
      kind: "place",
      before: { level: "user", parentId: null },
      after: { level: "agent", parentId: "b" },
    });
    expect(changeFacts({ kind: "ceiling", before: { ceilingBps: null }, after: { ceilingBps: 10 } })).toEqual(
      {
        kind: "ceiling",
        before: null,
        after: 10,
      },
    );
  });

  test("behavior: a record that cannot be read is told to be so", () => {
    expect(changeFacts({ kind: "moved", before: {}, after: {} })).toEqual({ kind: "unreadable" });
  });
});
