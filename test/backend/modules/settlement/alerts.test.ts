import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WrongChain } from "#backend/adapters/chainFailure.ts";
import { createAlertDesk } from "#backend/db/alertDesk.ts";
import { createPool } from "#backend/db/pool.ts";
import type { AlertKind } from "#backend/modules/settlement/alerts.ts";
import { settleAll } from "#backend/modules/settlement/settlement.service.ts";
import { watchFunds } from "#backend/modules/settlement/watchFunds.ts";
import { runAlertLoop } from "#indexer/alertLoop.ts";
import { createAlertWebhook } from "#indexer/source/alertWebhook.ts";
import { type AlertReceiver, openAlertReceiver } from "#test/support/alertReceiver.ts";
import { CHAIN_ID, createWorld, type World } from "./world.ts";

const SECRET = "a secret that both sides know";

let world: World;
let receiver: AlertReceiver;
let tellers: ReturnType<typeof createPool>;
let stopping: AbortController;
let telling: Promise<void>;
let lines: string[];

beforeAll(async () => {
  world = await createWorld();
  receiver = await openAlertReceiver();
  tellers = createPool({ url: world.databaseUrl, role: "fairhouse_indexer", maxConnections: 2 });
});
beforeEach(async () => {
  await world.owner.query("DELETE FROM alerts");
  receiver.forget();
  lines = [];
  stopping = new AbortController();
  const webhook = createAlertWebhook({ url: receiver.url, secret: SECRET, now: Date.now });
  telling = runAlertLoop({ pool: tellers, webhook, log: log(), signal: stopping.signal });
});
afterEach(async () => {
  stopping.abort();
  await telling;
});
afterAll(async () => {
  receiver.close();
  await tellers.end();
  await world.close();
});

const log = () => pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });

/** A worker whose news goes the way that the worker process sends it. */
function openSettlement() {
  const settlement = world.createSettlement();
  const counted: AlertKind[] = [];
  const alerts = createAlertDesk<AlertKind>({
    ...{ source: "settlement", pool: settlement.pool, log: log() },
    ...{ count: (kind: AlertKind) => void counted.push(kind), now: Date.now },
  });
  return { settlement: { ...settlement, alerts }, counted };
}

const toldOf = (count: number) => expect.poll(() => receiver.told()).toHaveLength(count);

describe("settlement's alerts", () => {
  test("default: a stop of payouts is told once, as its house's news, and counted each time", async () => {
    const { settlement, counted } = openSettlement();
    await world.owner.query(
      "INSERT INTO kill_switches (tenant_id, name, reason) VALUES (1, 'payouts', 'test')",
    );
    for (let round = 0; round < 3; round += 1) await settleAll(settlement, CHAIN_ID);
    await world.owner.query("DELETE FROM kill_switches");
    await toldOf(1);
    expect(receiver.told()).toMatchObject([
      { kind: "payouts_paused", tenantId: 1, subject: "tenant 1", details: { by: "kill switch" } },
    ]);
    expect(counted).toEqual(["payouts_paused", "payouts_paused", "payouts_paused"]);
    expect(lines.join("")).toContain("settlement alert: payouts paused");
  });

  test("behavior: gas money concerns every house of the chain", async () => {
    const { settlement } = openSettlement();
    await world.owner.query("INSERT INTO tenants (slug, name) VALUES ('second', 'Second')");
    await world.owner.query(
      `INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address)
       SELECT (SELECT id FROM tenants WHERE slug = 'second'), chain_id, $1, deploy_block, bankroll_address
       FROM vaults WHERE id = 1`,
      [`0x${"2e".repeat(20)}`],
    );
    await world.node.setBalance({ address: world.sender.address, value: 10n ** 15n });
    await watchFunds(settlement, CHAIN_ID);
    await toldOf(2);
    const told = receiver.told().map(({ kind, tenantId }) => `${kind} ${tenantId}`);
    expect(told.toSorted()).toEqual(["gas_money_low 1", "gas_money_low 2"]);
    expect(receiver.told()[0]).toMatchObject({
      subject: world.sender.address.toLowerCase(),
      details: { pays: "batch", balanceWei: String(10n ** 15n) },
    });
  });

  test("behavior: of an error people are told no more than its name, or what we say of it ourselves", async () => {
    const { settlement } = openSettlement();
    const house = { tenantId: 1 };
    const foreign = new TypeError("fetch https://user:password@node.example failed");
    settlement.alerts.raise("step_failed", house, "watch vault 1", { err: foreign });
    const ours = new WrongChain("The node serves chain 1.");
    settlement.alerts.raise("step_failed", house, "sign vault 1", { err: ours, paidQuanta: 7n });
    await settlement.alerts.settled();
    await toldOf(2);
    const details = Object.fromEntries(receiver.told().map((told) => [told.subject, told.details]));
    expect(details).toEqual({
      "watch vault 1": { err: { name: "TypeError" } },
      "sign vault 1": {
        err: { name: "WrongChain", code: "WRONG_CHAIN", message: "The node serves chain 1." },
        paidQuanta: "7",
      },
    });
  });

  test("behavior: news that could not be written down is written when it is raised again", async () => {
    const { settlement } = openSettlement();
    await world.owner.query("ALTER TABLE alerts RENAME TO alerts_elsewhere");
    settlement.alerts.raise("batch_stuck", { tenantId: 1 }, "a batch");
    await settlement.alerts.settled();
    await world.owner.query("ALTER TABLE alerts_elsewhere RENAME TO alerts");
    expect(lines.join("")).toContain("could not write an alert down");
    settlement.alerts.raise("batch_stuck", { tenantId: 1 }, "a batch");
    await toldOf(1);
  });
});
