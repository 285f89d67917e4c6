import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compressLeaves } from "#backend/modules/checkpoints/packedLeaves.ts";
import { balanceProof, checkpointPage } from "#domain/api/checkpoints.ts";
import { readLeavesFile } from "#domain/api/leavesFile.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { buildLiabilitiesTree, type LiabilitiesTree } from "#domain/ledger/liabilitiesTree.ts";
import { FREE_BALANCE, type LiabilityLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import { checkProof } from "#scripts/exit/proofFile.ts";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";

let api: TestApi;
let player: SignedIn;
let tree: LiabilitiesTree;
let otherHost: string;

const hexOf = (bytes: number): Hex => `0x${randomBytes(bytes).toString("hex")}`;
const others = (count: number): LiabilityLeaf[] =>
  Array.from({ length: count }, (_, n) => ({
    account: hexOf(20),
    quanta: BigInt(n + 1),
    batchId: FREE_BALANCE,
  }));

beforeAll(async () => {
  api = await TestApi.start();
  otherHost = (await api.addTenant()).host;
  player = await api.signIn();
  const account = player.account.address.toLowerCase() as Hex;
  tree = buildLiabilitiesTree(NATIVE_TOKEN, [
    ...others(40),
    { account, quanta: 500n, batchId: FREE_BALANCE },
    { account, quanta: 70n, batchId: hexOf(32) },
  ]);
  await store(1n, buildLiabilitiesTree(NATIVE_TOKEN, others(3)), "final");
  await store(2n, tree, "final");
  await store(3n, buildLiabilitiesTree(NATIVE_TOKEN, others(5)), "built");
});
afterAll(() => api.stop());

async function store(epoch: bigint, { root, total, leaves }: LiabilitiesTree, status: string): Promise<void> {
  const isPublished = status !== "built";
  await api.sql.query(
    `INSERT INTO checkpoints (tenant_id, vault_id, currency, epoch, root, total, entered, executed, cut_block,
       leaf_count, leaves, status, tx_hash, published_at)
     SELECT tenant_id, id, 'BNB', $2, $3, $4, 900, 0, 17, $5, $6, $7, $8, $9 FROM vaults WHERE tenant_id = $1`,
    [
      ...[api.tenantId, epoch, root, total, leaves.length, await compressLeaves(leaves), status],
      ...(isPublished ? [hexOf(32), new Date()] : [null, null]),
    ],
  );
}

/** Sends the headers as they are: `fetch` makes up its own host and forbids caches to answer. */
function getPlainly(
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(`${api.url}${path}`, { headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, text });
    })
      .once("error", reject)
      .end();
  });
}

describe("GET /v1/checkpoints", () => {
  test("default: published ones alone, newest first", async () => {
    const { status, body } = await api.call("/v1/checkpoints?currency=BNB");
    expect(status).toBe(200);
    const { items } = checkpointPage.parse(body);
    expect(items.map(({ epoch }) => epoch)).toEqual(["2", "1"]);
    expect(items[0]).toMatchObject({
      ...{ root: tree.root, total: String(tree.total), leafCount: 42, hasLeaves: true, cutBlock: "17" },
    });
  });

  test("behavior: in pages", async () => {
    const first = (await api.call("/v1/checkpoints?limit=1")).body;
    const second = (await api.call(`/v1/checkpoints?limit=1&cursor=${first.nextCursor}`)).body;
    expect([first.items[0].epoch, second.items[0].epoch, second.nextCursor]).toEqual(["2", "1", null]);
  });

  test("behavior: another house's are not shown", async () => {
    const { text } = await getPlainly("/v1/checkpoints", { host: otherHost });
    expect(JSON.parse(text).items).toEqual([]);
  });
});

describe("GET /v1/checkpoints/{currency}/{epoch}/leaves", () => {
  const get = (path: string) => fetch(`${api.url}/v1/checkpoints/${path}`);

  test("default: everything that the tree is made of, and it may be kept for ever", async () => {
    const response = await get("BNB/2/leaves");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("application/x-ndjson");
    expect(response.headers.get("cache-control")).toContain("immutable");
    const { place, leaves } = readLeavesFile(await response.text());
    const built = buildLiabilitiesTree(NATIVE_TOKEN, leaves);
    expect([built.root, String(built.total)]).toEqual([place.root, place.total]);
    expect(built.root).toBe(tree.root);
  });

  test("behavior: whoever has it gets no second copy", async () => {
    const etag = (await get("BNB/2/leaves")).headers.get("etag")!;
    const again = await getPlainly("/v1/checkpoints/BNB/2/leaves", { "if-none-match": etag });
    expect(again).toEqual({ status: 304, text: "" });
  });

  test("error: NotFound for what is not published, or not kept any more", async () => {
    expect((await get("BNB/3/leaves")).status).toBe(404);
    expect((await get("BNB/99/leaves")).status).toBe(404);
    await api.sql.query("UPDATE checkpoints SET leaves = NULL WHERE epoch = 1");
    expect((await get("BNB/1/leaves")).status).toBe(404);
    expect((await get("BNB/nought/leaves")).status).toBe(400);
  });
});

describe("GET /v1/wallet/balance-proof", () => {
  test("default: all of the player's leaves, each proven under the last published root", async () => {
    const path = "/v1/wallet/balance-proof?currency=BNB";
    const { status, body } = await api.call(path, { token: player.accessToken });
    expect(status).toBe(200);
    const proof = checkProof(balanceProof.parse(body));
    expect(proof).toMatchObject({ epoch: 2n, root: tree.root, chainId: 31_337 });
    expect(proof.leaves.map(({ leaf }) => leaf.quanta).toSorted()).toEqual([500n, 70n]);
  });

  test("behavior: who is owed nothing has no leaf", async () => {
    const stranger = await api.signIn();
    const path = "/v1/wallet/balance-proof?currency=BNB";
    const { body } = await api.call(path, { token: stranger.accessToken });
    expect(body.leaves).toEqual([]);
  });

  test("error: Unauthenticated, NotFound", async () => {
    expect((await api.call("/v1/wallet/balance-proof?currency=BNB")).status).toBe(401);
    const answer = await api.call("/v1/wallet/balance-proof?currency=XYZ", { token: player.accessToken });
    expect(answer).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
  });
});
