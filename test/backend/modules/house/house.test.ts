import { createPublicClient, http } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { games } from "#domain/games/registry.ts";
import { BANKROLL_MINOR, TestApi, WEB_ORIGIN } from "#test/backend/http/testApi.ts";
import { startTestChain } from "#test/support/services.ts";

/** The first account that a development chain gives coins to; its key is public. */
const RICH_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

let api: TestApi;
let rpcUrl: string;
beforeAll(async () => {
  rpcUrl = (await startTestChain()).url;
  api = await TestApi.start({ RPC_URLS: rpcUrl, FAUCET_PRIVATE_KEY: RICH_KEY });
});
afterAll(() => api.stop());

describe("config", () => {
  test("default", async () => {
    const config = await api.config();
    expect(config).toMatchObject({
      tenant: { slug: "main" },
      chain: { id: 31_337, isLocal: true, finality: "depth", finalityDepth: 6, explorerUrl: null },
      currencies: [{ code: "BNB", decimals: 9, quantumWei: "1000000000" }],
      limits: { maxRiskBps: 100 },
      signIn: { domain: "dapp.test:3000", uri: WEB_ORIGIN },
      socket: { path: "/socket.io" },
      stopped: [],
    });
    expect(config.games.map(({ id }) => id)).toEqual([...games.keys()]);
    expect(config.vaults[0]?.abi).toContainEqual(
      expect.objectContaining({ type: "function", name: "deposit" }),
    );
  });

  test("behavior: a vault deployed later comes first", async () => {
    const address = "0x00000000000000000000000000000000000000aa";
    await api.sql.query(
      "INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address) VALUES ($1, 31337, $2, 9, $2)",
      [api.tenantId, address],
    );
    expect((await api.config()).vaults.map((vault) => vault.address)[0]).toBe(address);
  });
});

describe("faucet", () => {
  const give = (address: unknown) => api.call("/v1/faucet", { method: "POST", body: { address } });
  const fresh = () => privateKeyToAccount(generatePrivateKey()).address;

  test("default", async () => {
    const chain = createPublicClient({ transport: http(rpcUrl) });
    const addresses = [fresh(), fresh(), fresh()];
    const answers = await Promise.all(addresses.map(give));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    for (const [i, address] of addresses.entries()) {
      await chain.waitForTransactionReceipt({ hash: answers[i]!.body.txHash });
      expect(await chain.getBalance({ address })).toBe(BigInt(answers[i]!.body.amountWei));
    }
  });

  test("error: FaucetUsed, in whatever letter case the address comes", async () => {
    const address = fresh();
    await give(address);
    const again = await give(address.toLowerCase());
    expect(again.body).toMatchObject({ status: 429, code: "FAUCET_USED" });
    expect(Number(again.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("error: InvalidInput", async () => {
    for (const address of ["0x12", "", null, 5, `${fresh()}0`]) {
      expect((await give(address)).body.code).toBe("INVALID_INPUT");
    }
  });

  test("behavior: on another chain there is none, even with a key", async () => {
    const real = await TestApi.start({ CHAIN_ID: "56", FAUCET_PRIVATE_KEY: RICH_KEY });
    const config = await real.config();
    const answer = await real.call("/v1/faucet", { method: "POST", body: { address: fresh() } });
    await real.stop();
    expect(config.faucet).toBeNull();
    expect(answer.body.code).toBe("ROUTE_NOT_FOUND");
  });
});

describe("monitoring", () => {
  test("default: treasury", async () => {
    const player = await api.player(123n);
    const { body } = await api.call("/v1/treasury/summary");
    expect(body.items).toEqual([
      {
        currency: "BNB",
        vaultBalance: (BANKROLL_MINOR + 123n).toString(),
        owedToPlayers: "123",
        bankroll: BANKROLL_MINOR.toString(),
        other: "0",
      },
    ]);
    expect(player.userId).toBeTruthy();
  });
});
