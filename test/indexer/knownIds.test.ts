import { describe, expect, test } from "vitest";
import { KnownIds } from "#indexer/knownIds.ts";

const CASH = { kind: "player_cash", currency: "BNB", ownerId: "u1" } as const;
const SHARD = { kind: "house_bankroll", currency: "BNB", shard: 3 } as const;

describe("known ids", () => {
  test("default: a user by wallet; an account by kind, currency, and owner or shard", () => {
    const ids = new KnownIds();
    ids.addUser("0xaa", "u1");
    ids.addAccount(CASH, 1n);
    ids.addAccount(SHARD, 2n);
    expect([ids.userOf("0xaa"), ids.userOf("0xbb")]).toEqual(["u1", undefined]);
    expect([ids.accountOf(CASH), ids.accountOf(SHARD)]).toEqual([1n, 2n]);
    const others = [
      { ...CASH, ownerId: "u2" },
      { ...CASH, currency: "USDT" },
      { ...CASH, kind: "player_confirming" as const },
      { ...CASH, shard: 1 },
      { ...SHARD, shard: 0 },
    ];
    expect(others.map((role) => ids.accountOf(role))).toEqual(others.map(() => undefined));
  });

  test("behavior: what a transaction finds out is known to it alone until it is kept", () => {
    const ids = new KnownIds();
    ids.addUser("0xaa", "u1");
    const found = new KnownIds(ids);
    found.addUser("0xbb", "u2");
    found.addAccount(CASH, 1n);
    expect([found.userOf("0xaa"), found.userOf("0xbb"), found.accountOf(CASH)]).toEqual(["u1", "u2", 1n]);
    expect([ids.userOf("0xbb"), ids.accountOf(CASH)]).toEqual([undefined, undefined]);
    ids.keep(found);
    expect([ids.userOf("0xaa"), ids.userOf("0xbb"), ids.accountOf(CASH)]).toEqual(["u1", "u2", 1n]);
    ids.forget();
    expect([ids.userOf("0xaa"), ids.accountOf(CASH)]).toEqual([undefined, undefined]);
  });

  test("behavior: remembering begins anew before it takes too much memory", () => {
    const ids = new KnownIds();
    const found = new KnownIds(ids);
    for (let user = 0; user < 200_000; user++) found.addUser(`wallet ${user}`, `user ${user}`);
    ids.keep(found);
    expect(ids.userOf("wallet 0")).toBe("user 0");
    const next = new KnownIds(ids);
    next.addUser("0xbb", "u2");
    ids.keep(next);
    expect([ids.userOf("wallet 0"), ids.userOf("0xbb")]).toEqual([undefined, "u2"]);
    // A transaction that began before does not lose what it has found known.
    expect([next.userOf("wallet 0"), found.userOf("wallet 0")]).toEqual(["user 0", "user 0"]);
  });
});
