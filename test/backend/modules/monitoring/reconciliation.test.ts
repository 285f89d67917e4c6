import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TestApi } from "#test/backend/http/testApi.ts";
import { addOtherHouse } from "#test/backend/modules/monitoring/otherHouse.ts";

const VAULT = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
const hash = (digit: string) => `0x${digit.repeat(64)}`;

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

let clockMs = 0;
beforeEach(async () => {
  for (const table of [
    "reconciliations",
    "reconciliation_latest",
    "chain_cursors",
    "chain_blocks",
    "kill_switches",
  ])
    await api.sql.query(`DELETE FROM ${table}`);
  forgetAnswers();
});

/** What the API remembers of an earlier question is a second old at most. */
function forgetAnswers(): void {
  clockMs += 60_000;
  api.shiftClock(clockMs);
}

interface Comparison {
  readonly blockNumber: number;
  readonly chain?: number;
  readonly ledger?: number;
  readonly findings?: readonly object[];
  readonly currency?: string;
}

const values = ({ blockNumber, chain = 5, ledger = 5, findings = [], currency = "BNB" }: Comparison) => [
  currency,
  blockNumber,
  chain,
  ledger,
  JSON.stringify(findings),
];

async function compare(comparison: Comparison): Promise<void> {
  await api.sql.query(
    `INSERT INTO reconciliation_latest (tenant_id, vault_id, currency, block_number, chain_balance, ledger_balance, findings)
     SELECT tenant_id, id, $1, $2, $3, $4, $5 FROM vaults ORDER BY id LIMIT 1`,
    values(comparison),
  );
}

async function record(comparison: Comparison): Promise<void> {
  await api.sql.query(
    `INSERT INTO reconciliations (tenant_id, vault_id, currency, block_number, chain_balance, ledger_balance, findings)
     SELECT tenant_id, id, $1, $2, $3, $4, $5 FROM vaults ORDER BY id LIMIT 1`,
    values(comparison),
  );
}

async function moveCursor(indexed: number, head: number): Promise<void> {
  await api.sql.query(
    `INSERT INTO chain_cursors (tenant_id, vault_id, block_number, block_hash, head_number, final_number)
     SELECT tenant_id, id, $1, $2, $3, $4 FROM vaults ORDER BY id LIMIT 1`,
    [indexed, hash("a"), head, indexed - 6],
  );
}

const report = () => api.call("/v1/monitoring/reconciliation");
const history = (query = "") => api.call(`/v1/monitoring/reconciliation/history${query}`);

describe("GET /monitoring/reconciliation", () => {
  test("default: the latest comparison, how far the indexer is, and payouts that go on", async () => {
    await compare({ blockNumber: 12 });
    await moveCursor(20, 20);
    const { status, body } = await report();
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { vault: VAULT, currency: "BNB", blockNumber: "12", chainBalance: "5", variance: "0", findings: [] },
    ]);
    expect(body.indexers).toMatchObject([
      {
        vault: VAULT,
        chainId: 31_337,
        deployBlock: "1",
        indexedBlock: "20",
        headBlock: "20",
        finalBlock: "14",
        lagSeconds: 0,
      },
    ]);
    expect(body.payouts).toEqual({ areStopped: false, isByReconciliation: false, reason: null, since: null });
  });

  test("behavior: before anything is compared or indexed it says so", async () => {
    const { body } = await report();
    expect(body.items).toEqual([]);
    expect(body.indexers).toMatchObject([
      { indexedBlock: null, headBlock: null, finalBlock: null, lagSeconds: null, heardAt: null },
    ]);
  });

  test("behavior: a difference names the first event, and who stopped payouts", async () => {
    const event = { blockNumber: "11", logIndex: 3, txHash: hash("b"), name: "Deposited" };
    await compare({
      blockNumber: 12,
      chain: 3,
      findings: [
        { check: "vault_balance", detail: "vault 3, ledger 5" },
        { check: "first_difference", detail: "Deposited in block 11", event },
        { check: "first_difference", detail: "block 9", event: { blockNumber: "9" } },
      ],
    });
    await api.sql.query(
      "INSERT INTO kill_switches (tenant_id, name, reason) VALUES ($1, 'payouts', 'Reconciliation: vault_balance')",
      [api.tenantId],
    );
    const { body } = await report();
    expect(body.items[0]).toMatchObject({ variance: "-2" });
    expect(body.items[0].findings.map(({ event }: { event: unknown }) => event)).toEqual([
      null,
      event,
      { blockNumber: "9", logIndex: null, txHash: null, name: null },
    ]);
    expect(body.payouts).toMatchObject({ areStopped: true, isByReconciliation: true });

    await api.sql.query("UPDATE kill_switches SET reason = 'upkeep'");
    forgetAnswers();
    expect((await report()).body.payouts).toMatchObject({ isByReconciliation: false, reason: "upkeep" });
  });

  test("behavior: behind the head the lag is the age of the last indexed block", async () => {
    await moveCursor(20, 25);
    const nowSeconds = Math.floor((Date.now() + clockMs) / 1_000);
    await api.sql.query(
      `INSERT INTO chain_blocks (tenant_id, vault_id, number, hash, parent_hash, timestamp)
       SELECT tenant_id, id, 20, $1, $1, $2 FROM vaults ORDER BY id LIMIT 1`,
      [hash("a"), nowSeconds - 3_600],
    );
    const { body } = await report();
    expect(body.indexers[0].lagSeconds).toBeGreaterThanOrEqual(3_599);
    expect(body.indexers[0].lagSeconds).toBeLessThan(7_200);
  });

  test("behavior: the database is asked once a second, however many ask", async () => {
    await compare({ blockNumber: 12 });
    api.holdClock();
    expect((await report()).body.items).toHaveLength(1);
    await api.sql.query("DELETE FROM reconciliation_latest");
    const answers = await Promise.all(Array.from({ length: 20 }, report));
    expect(answers.every(({ body }) => body.items.length === 1)).toBe(true);
    forgetAnswers();
    expect((await report()).body.items).toEqual([]);
  });
});

describe("GET /monitoring/reconciliation/history", () => {
  test("default: newest first, page by page, each once", async () => {
    for (let blockNumber = 1; blockNumber <= 5; blockNumber++) await record({ blockNumber });
    const seen: string[] = [];
    let cursor: string | null = "";
    for (let page = 0; cursor !== null && page < 4; page++) {
      const { body } = await history(`?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item: { blockNumber: string }) => item.blockNumber));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(["5", "4", "3", "2", "1"]);
    expect(cursor).toBeNull();
  });

  test("behavior: what the house tolerates is said with each comparison", async () => {
    await record({ blockNumber: 1, chain: 4 });
    await compare({ blockNumber: 1, chain: 4 });
    await api.sql.query("UPDATE currencies SET variance_threshold = 2 WHERE code = 'BNB'");
    const said = { variance: "-1", tolerance: "2", findings: [] };
    expect((await report()).body.items).toMatchObject([said]);
    expect((await history()).body.items).toMatchObject([said]);
    await api.sql.query("UPDATE currencies SET variance_threshold = 0");
  });

  test("behavior: of one vault, in any letter case, and of one currency", async () => {
    await record({ blockNumber: 1 });
    await record({ blockNumber: 2, currency: "USDT" });
    const checksummed = `0x${VAULT.slice(2).toUpperCase()}`;
    expect((await history(`?vault=${checksummed}&currency=BNB`)).body.items).toMatchObject([
      { blockNumber: "1" },
    ]);
    expect((await history(`?vault=0x${"12".repeat(20)}`)).body.items).toEqual([]);
  });

  test.each(["?cursor=abc", `?cursor=${Buffer.from('{"comparison":"1; DROP"}').toString("base64url")}`])(
    "error: CursorInvalid %s",
    async (query) => {
      expect((await history(query)).body.code).toBe("CURSOR_INVALID");
    },
  );

  test.each(["?limit=0", "?limit=201", "?limit=x", "?vault=0x12", "?currency=bnb'--"])(
    "error: InvalidInput %s",
    async (query) => {
      expect((await history(query)).body).toMatchObject({ status: 400, code: "INVALID_INPUT" });
    },
  );

  test("behavior: what another house has is not seen", async () => {
    const other = await addOtherHouse(api);
    await compare({ blockNumber: 1 });
    await record({ blockNumber: 1 });
    for (const table of ["reconciliations", "reconciliation_latest"])
      await api.sql.query(
        `INSERT INTO ${table} (tenant_id, vault_id, currency, block_number, chain_balance, ledger_balance, findings)
         VALUES ($1, $2, 'BNB', 777, 1, 2, '[]')`,
        [other.tenantId, other.vaultId],
      );
    await api.sql.query(
      "INSERT INTO kill_switches (tenant_id, name, reason) VALUES ($1, 'payouts', 'Reconciliation: theirs')",
      [other.tenantId],
    );
    const { body } = await report();
    expect(body.items).toHaveLength(1);
    expect(body.indexers).toHaveLength(1);
    expect(body.payouts.areStopped).toBe(false);
    expect(JSON.stringify(body)).not.toContain(other.vault);
    expect((await history()).body.items).toHaveLength(1);
    expect((await history(`?vault=${other.vault}`)).body.items).toEqual([]);
  });
});
