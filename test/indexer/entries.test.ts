import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "#backend/db/transaction.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import { entryPaidHandler } from "#indexer/handlers/entryPaid.ts";
import { openScope } from "#indexer/handlers/handler.ts";
import type { EntryPaid } from "#indexer/store/entry.store.ts";
import { asNew, withHistory } from "#indexer/store/history.store.ts";
import { DevHouse, FINALITY_DEPTH } from "./support/devHouse.ts";
import { addressOf, hashOf } from "./support/simulatedChain.ts";

let house: DevHouse;
beforeAll(async () => {
  house = await DevHouse.open();
  await house.chain.deposit(house.chain.bankroll, 50_000n);
});
beforeEach(() => house.openTenant());
afterAll(() => house.close());

const ENTRIES = `SELECT kind, account, sponsor, amount, entry_nonce, status,
    '0x' || encode(placement_hint, 'hex') AS hint FROM plan_entries WHERE tenant_id = $1 ORDER BY block_number, log_index`;
const SUSPENSE =
  "SELECT reason, event, currency, amount, account, state FROM suspense_items WHERE tenant_id = $1";

describe("entries into the plan", () => {
  test("default: on record when paid, final with their block, and in suspense all the while", async () => {
    const [, member] = house.chain.players as [Hex, Hex];
    await house.chain.mine(FINALITY_DEPTH);
    await house.chain.enter(member, 2_000n);
    await house.catchUp();
    const entry = { kind: "registration", account: member, sponsor: null, amount: 2_000n, entry_nonce: "0" };
    expect(await house.rows(ENTRIES)).toMatchObject([{ ...entry, status: "confirming" }]);
    const item = { reason: "entry_without_plan", event: "RegistrationAccepted", currency: "BNB" };
    expect(await house.rows(SUSPENSE)).toEqual([{ ...item, amount: "2000", account: member, state: "open" }]);
    expect(await house.suspense()).toBe(2_000n);

    await house.chain.mine(FINALITY_DEPTH);
    await house.catchUp();
    expect(await house.rows(ENTRIES)).toMatchObject([{ ...entry, status: "final" }]);
    await house.expectSameAsFromScratch();
  });

  test("behavior: a reorg reverses an entry, and takes it off the list", async () => {
    const [, , member] = house.chain.players as [Hex, Hex, Hex];
    await house.chain.mine(FINALITY_DEPTH);
    await house.catchUp();
    const before = await house.suspense();
    await house.chain.enter(member, 900n);
    await house.catchUp();
    expect(await house.suspense()).toBe(before + 900n);
    await house.chain.reorg(1);
    await house.chain.mine(2);
    await house.catchUp();
    expect(await house.suspense()).toBe(before);
    expect((await house.rows(ENTRIES)).at(-1)).toMatchObject({ account: member, status: "reversed" });
    expect(await house.rows(`${SUSPENSE} AND state = 'open' AND account = $2`, [member])).toEqual([]);
  });

  test("property: many at once, again, reversed and back: each stands as it should", async () => {
    const { vault } = house.session;
    const events = Array.from({ length: 2_000 }, (_, index) => anEntry(index));
    const handle = (method: "observe" | "finalize" | "reverse", some: EntryPaid[], isNew: boolean) =>
      inTransaction(house.books.indexer, async (client) => {
        const scope = await openScope(client, vault, { finalNumber: 1_049n, isNew });
        if (method === "reverse") return entryPaidHandler.reverse(scope, some);
        const known = isNew ? asNew(some) : await withHistory(client, vault.tenantId, some);
        return entryPaidHandler[method](scope, known);
      });
    const count = async () => {
      const found = await house.rows(
        "SELECT status, count(*) AS n FROM plan_entries WHERE tenant_id = $1 GROUP BY status ORDER BY status",
      );
      return Object.fromEntries(found.map(({ status, n }) => [status, Number(n)]));
    };

    expect(await handle("observe", events, true)).toHaveLength(2_000);
    expect(await count()).toEqual({ confirming: 1_000, final: 1_000 });
    await handle("observe", events, false);
    expect(await count()).toEqual({ confirming: 1_000, final: 1_000 });
    await handle("reverse", events.slice(1_500), false);
    expect(await count()).toEqual({ confirming: 500, final: 1_000, reversed: 500 });
    await handle("observe", events.slice(1_500), false);
    await handle("finalize", events, false);
    expect(await count()).toEqual({ final: 2_000 });
    expect((await house.rows(ENTRIES))[1]).toEqual({
      ...{ kind: "retopup", account: addressOf("member 1"), sponsor: addressOf("sponsor"), amount: 2n },
      ...{ entry_nonce: "1", status: "final", hint: hashOf("hint") },
    });
  });
});

/** Twenty to a block. */
function anEntry(index: number): EntryPaid {
  const blockNumber = 1_000n + BigInt(Math.floor(index / 20));
  return {
    name: index % 2 === 0 ? "RegistrationAccepted" : "RetopupCompleted",
    args: {
      account: addressOf(`member ${index}`),
      sponsor: addressOf("sponsor"),
      token: NATIVE_TOKEN,
      quanta: BigInt(1 + index),
      placementHint: hashOf("hint"),
      nonce: BigInt(index),
    },
    chainId: 31_337,
    blockNumber,
    blockHash: hashOf(`block ${blockNumber}`),
    blockTime: 1_800_000_000n,
    txHash: hashOf(`transaction ${index}`),
    logIndex: index % 20,
  };
}
