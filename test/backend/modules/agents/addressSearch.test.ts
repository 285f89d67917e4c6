import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { listingOf } from "#backend/modules/agents/downline.store.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { pathBelow, pathRange } from "#domain/agents/hierarchy.ts";
import { downlineQuery } from "#domain/api/agents.ts";
import { type AgentHouse, startAgentHouse } from "./agentHouse.ts";
import { loadHierarchy } from "./prefix.ts";

let house: AgentHouse;
beforeAll(async () => {
  house = await startAgentHouse();
});
afterAll(() => house.stop());

async function named(member: Viewer, address: string): Promise<Viewer> {
  await house.owner.query("UPDATE users SET wallet_address = $2 WHERE id = $1", [member.userId, address]);
  return member;
}

async function found(viewer: Viewer, query: Record<string, unknown>): Promise<string[]> {
  const { items } = await house.downline.list(viewer, downlineQuery.parse(query));
  return items.map(({ id }) => id);
}

const addressOf = (prefix: string, last: string) => `0x${prefix}${last.padStart(40 - prefix.length, "0")}`;

describe("downline by address", () => {
  test("default: whose address begins so, in whatever letters, at any distance, page by page", async () => {
    const { top, middle, low, player } = await house.line();
    await named(player, addressOf("abcd", "1"));
    await named(low, addressOf("abcd", "2"));
    await named(middle, addressOf("abce", "3"));
    expect(new Set(await found(top, { address: "0xABCD" }))).toEqual(new Set([low.userId, player.userId]));
    expect(await found(top, { address: " 0xabcd", members: "agents" })).toEqual([low.userId]);
    expect(await found(low, { address: addressOf("abcd", "1") })).toEqual([player.userId]);
    expect(await found(top, { address: "0xabcd1" })).toEqual([]);
    const page = await house.downline.list(top, downlineQuery.parse({ address: "0xabcd", limit: 1 }));
    const next = { address: "0xabcd", limit: 1, cursor: page.nextCursor };
    expect([page.items[0]!.id, ...(await found(top, next))]).toEqual([low.userId, player.userId]);
  });

  test("behavior: nobody outside one's own downline is found, in this house or another", async () => {
    const [mine, theirs] = [await house.line(), await house.line()];
    const elsewhere = await house.addTenant("elsewhere");
    await named(mine.player, addressOf("beef", "1"));
    await named(theirs.player, addressOf("beef", "2"));
    await named(mine.top, addressOf("beef", "3"));
    const foreign = await named(await house.addUser("admin", elsewhere), addressOf("beef", "4"));
    const all = new Set([mine.player, theirs.player, mine.top].map(({ userId }) => userId));
    expect(await found(mine.low, { address: "0xbeef" })).toEqual([mine.player.userId]);
    expect(await found(mine.top, { address: "0xbeef" })).toEqual([mine.player.userId]);
    expect(await found(mine.player, { address: "0xbeef" })).toEqual([]);
    expect(new Set(await found(house.admin, { address: "0xbeef" }))).toEqual(all);
    expect(await found(foreign, { address: "0xbeef" })).toEqual([foreign.userId]);
    const cross = { address: "0xbeef", below: theirs.low.userId };
    for (const viewer of [mine.low, mine.top, mine.player, foreign])
      await expect(found(viewer, cross)).rejects.toMatchObject({ code: "NOT_FOUND" });
    // A place that another's search has led to shows nothing either.
    const { nextCursor } = await house.downline.list(
      house.admin,
      downlineQuery.parse({ address: "0xbeef", limit: 1 }),
    );
    for (const id of await found(mine.low, { address: "0xbeef", cursor: nextCursor }))
      expect(id).toBe(mine.player.userId);
  });

  test("behavior: addresses, and agents among users, are found by their indexes, through policies and from a prepared statement", async () => {
    const { top } = await loadHierarchy(house.owner, house.tenantId, 20_000);
    await house.owner.query("ANALYZE agents");
    const { from, to } = pathRange(pathBelow(top));
    const values = `${house.tenantId}, '${from}', '${to}', '${from}', '${top.id}', 50`;
    const addresses = `'${addressOf("beef", "0")}', '0xbeef${"f".repeat(36)}'`;
    for (const plan of await plansOf(
      listingOf({ address: "0xbeef" }),
      "text, text",
      `${values}, ${addresses}`,
    ))
      expect(plan).toMatch(/users_tenant_id_wallet_address_key[\s\S]*Index Cond: .*wallet_address >=/);
    for (const plan of await plansOf(listingOf({ members: "agents" }), "", values)) {
      expect(plan).toMatch(/using users_agents_by_path[\s\S]*Index Cond: .*agent_path >=/);
    }
  });

  /** How a listing is read, once with and once without what it was asked. */
  async function plansOf(listing: string, moreTypes: string, values: string): Promise<string[]> {
    const types = ["integer, text, text, text, uuid, integer", moreTypes]
      .filter((type) => type !== "")
      .join();
    return inTenantTransaction(house.pool, house.tenantId, async (client) => {
      await client.query(`PREPARE search (${types}) AS ${listing}`);
      const explained: string[] = [];
      for (const mode of ["force_custom_plan", "force_generic_plan"]) {
        await client.query(`SET LOCAL plan_cache_mode = ${mode}`);
        const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN EXECUTE search (${values})`);
        explained.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
      }
      await client.query("DEALLOCATE search");
      return explained;
    });
  }

  test.each(["0x", "0xabc", "abcd", "0xabcg", "%", "0xab%d", `0x${"a".repeat(41)}`])(
    "error: ZodError: %s",
    (address) => {
      expect(downlineQuery.safeParse({ address }).success).toBe(false);
    },
  );
});
