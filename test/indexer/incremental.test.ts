import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Hex } from "#domain/chain/hex.ts";
import { type Checked, reconcile } from "#indexer/reconcile.ts";
import { DevHouse, FINALITY_DEPTH } from "./support/devHouse.ts";
import { planBatch } from "./support/house.ts";
import { hashOf } from "./support/simulatedChain.ts";

let house: DevHouse;
beforeAll(async () => {
  house = await DevHouse.open();
  await house.chain.deposit(house.chain.bankroll, 50_000n);
});
beforeEach(() => house.openTenant());
afterAll(() => house.close());

/** Catches up and checks the books as the process does every minute. */
async function check(): Promise<Checked> {
  await house.catchUp();
  const [checked] = await reconcile(house.session);
  return checked!;
}

const mark = async () =>
  (
    await house.rows(
      "SELECT through_block, verified_at, disputed_batches FROM reconciliation_marks WHERE tenant_id = $1",
    )
  )[0];
const sums = () =>
  house.rows("SELECT token, amount, events FROM custody_sums WHERE tenant_id = $1 ORDER BY token");
const named = ({ findings }: Checked) => findings.find(({ check: kind }) => kind === "first_difference");

async function depositAndBury(quanta: bigint): Promise<void> {
  await house.chain.deposit(house.chain.players[0] as Hex, quanta);
  await house.chain.mine(FINALITY_DEPTH);
}

describe("checking only what is new", () => {
  test("property: goes on from the last final block, and sums up to the same as from scratch", async () => {
    for (let round = 0; round < 4; round += 1) {
      await depositAndBury(100n + BigInt(round));
      if (round % 2 === 1) await house.chain.reorg(2);
      expect((await check()).findings).toEqual([]);
    }
    const verifiedAt = (await mark())?.verified_at;
    const final = await house.one("SELECT final_number AS n FROM chain_cursors WHERE tenant_id = $1");
    expect((await mark())?.through_block).toBe(final);
    const incremental = await sums();
    const [scratch] = await reconcile(house.session, { fromScratch: true });
    expect(scratch?.findings).toEqual([]);
    expect(await sums()).toEqual(incremental);
    expect((await mark())?.verified_at).not.toEqual(verifiedAt);
  });

  test("behavior: an old event that was changed since is found when all are looked at again, and named", async () => {
    await depositAndBury(2_222n);
    await check();
    await depositAndBury(10n);
    await check();
    const [event] = await house.rows(
      `UPDATE chain_events SET effect = 2223 WHERE tenant_id = $1 AND effect = 2222
       RETURNING block_number, log_index`,
    );
    expect((await check()).findings).toEqual([]);
    await house.rows(
      "UPDATE reconciliation_marks SET verified_at = now() - interval '2 hours' WHERE tenant_id = $1",
    );
    const checked = await check();
    expect(named(checked)?.event).toMatchObject({
      ...{ blockNumber: String(event?.block_number), logIndex: event?.log_index, name: "Deposited" },
    });
    expect(checked.hasStoppedPayouts).toBe(true);
  });

  test("behavior: a difference is searched for behind the last agreement, and once", async () => {
    await depositAndBury(7n);
    const before = await check();
    expect(before.findings).toEqual([]);
    await depositAndBury(8n);
    await house.catchUp();
    await house.moveCustody(5n);
    const checked = await check();
    expect(named(checked)?.detail).toContain(`blocks ${before.blockNumber + 1n} to`);
    await depositAndBury(9n);
    const again = await check();
    expect(again.findings.map(({ check: kind }) => kind)).toContain("vault_balance");
  });

  test("behavior: an event that was never posted is named", async () => {
    await depositAndBury(11n);
    await check();
    await depositAndBury(12n);
    await house.catchUp();
    const [planted] = await house.rows(
      `INSERT INTO chain_events (vault_id, tenant_id, chain_id, block_number, log_index, block_hash, block_time, tx_hash,
         emitter, name, token, effect, topics, data)
       SELECT vault_id, tenant_id, chain_id, block_number, log_index + 1000, block_hash, block_time, tx_hash, emitter,
         name, token, effect, topics, data FROM chain_events WHERE tenant_id = $1 AND effect = 12
       RETURNING block_number, log_index`,
    );
    const [checked] = await reconcile(house.session, { fromScratch: true });
    expect(named(checked!)?.event).toMatchObject({
      ...{ blockNumber: String(planted?.block_number), logIndex: planted?.log_index },
    });
  });

  test("behavior: sums are forgotten when what was final is final no more", async () => {
    await check();
    expect(await mark()).toBeDefined();
    await house.rows("UPDATE chain_cursors SET final_number = final_number - 1 WHERE tenant_id = $1");
    expect(await mark()).toBeUndefined();
    expect(await sums()).toEqual([]);
    expect((await check()).findings).toEqual([]);
  });

  test("behavior: every check is noted, also where it says nothing new", async () => {
    const checkedAt = () => house.rows("SELECT checked_at FROM reconciliation_latest WHERE tenant_id = $1");
    await check();
    const [first] = await checkedAt();
    await check();
    const [second] = await checkedAt();
    expect(second?.checked_at).not.toEqual(first?.checked_at);
    expect(await house.one("SELECT count(*) AS n FROM reconciliations WHERE tenant_id = $1")).toBe(1n);
  });

  test("behavior: a variance up to the tenant's threshold is none", async () => {
    await check();
    const { client, rpc, vault } = house.chain;
    const held = await client.getBalance({ address: vault });
    await rpc("anvil_setBalance", [vault, `0x${(held - 2_000_000_000n).toString(16)}`]);
    await house.chain.mine(2);
    const set = (minor: number) =>
      house.rows("UPDATE currencies SET variance_threshold = $2 WHERE tenant_id = $1", [minor]);
    await set(2);
    expect(await check()).toMatchObject({ varianceMinor: -2n, findings: [], hasStoppedPayouts: false });
    await set(1);
    expect(await check()).toMatchObject({ varianceMinor: -2n, hasStoppedPayouts: true });
    await rpc("anvil_setBalance", [vault, `0x${held.toString(16)}`]);
    await house.chain.mine(1);
  });
});

describe("batches", () => {
  const player = () => house.chain.players[0] as Hex;
  const batchOf = (name: string) => ({
    id: hashOf(`${name} ${house.count}`),
    withdrawals: [{ wallet: player(), to: player(), quanta: 3n }],
  });

  test("behavior: one that the database does not know is told by every check, also once it is final", async () => {
    const batch = batchOf("unknown");
    await house.chain.execute(batch);
    const expected = expect.objectContaining({
      check: "payout_batches",
      detail: `${batch.id} executed on-chain, unknown to the database`,
    });
    expect((await check()).findings).toContainEqual(expected);
    await house.chain.mine(FINALITY_DEPTH);
    expect((await check()).findings).toContainEqual(expected);
    expect((await mark())?.disputed_batches).toContain(batch.id);
    await house.chain.mine(FINALITY_DEPTH);
    expect((await check()).findings).toContainEqual(expected);

    const [item] = await house.rows(
      "SELECT reason, amount, currency, state FROM suspense_items WHERE tenant_id = $1 AND reason = 'unknown_payout'",
    );
    expect(item).toEqual({ reason: "unknown_payout", amount: "-3", currency: "BNB", state: "open" });
  });

  test("behavior: one that only the database executed is told, and no more once it is put right", async () => {
    const batch = batchOf("unseen");
    await planBatch(house.books, house.session.vault, batch, "executed");
    const unseen = `${batch.id} executed in the database, not on-chain`;
    const told = async () => (await check()).findings.some(({ detail }) => detail === unseen);
    expect(await told()).toBe(true);
    await house.rows("UPDATE payout_batches SET status = 'final' WHERE tenant_id = $1 AND id = $2", [
      batch.id,
    ]);
    expect(await told()).toBe(true);
    await house.rows("UPDATE payout_batches SET status = 'sent' WHERE tenant_id = $1 AND id = $2", [
      batch.id,
    ]);
    expect(await told()).toBe(false);
  });
});
