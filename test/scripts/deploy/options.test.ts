import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { DeployOptionInvalid, TokenFileInvalid } from "#scripts/deploy/errors.ts";
import { parseCheckOptions } from "#scripts/deploy/inspect/options.ts";
import { parseDeployOptions } from "#scripts/deploy/options.ts";
import { readTokensFile } from "#scripts/deploy/tokensFile.ts";

const folder = mkdtempSync(join(tmpdir(), "fairhouse-tokens-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("parseDeployOptions", () => {
  test("default", () => {
    expect(parseDeployOptions(["--network", "bsc", "--dry-run", "--tokens", "tokens.json"])).toMatchObject({
      network: { name: "bsc", chainId: 56, isSafeExpected: true },
      isDryRun: true,
      isAdminEoaAccepted: false,
      tokensFile: "tokens.json",
      folder: "deployments",
    });
  });

  test("behavior: help is no deployment", () => {
    expect(parseDeployOptions(["--help"])).toBeUndefined();
  });

  test.each([[[]], [["--network", "mainnet"]], [["--network", "bsc", "--force"]], [["bsc"]]])(
    "error: DeployOptionInvalid for %j",
    (args) => {
      expect(() => parseDeployOptions(args)).toThrow(DeployOptionInvalid);
    },
  );
});

describe("parseCheckOptions", () => {
  const VAULT = `0x${"ab".repeat(20)}`;

  test("default", () => {
    const args = ["--vault", VAULT, "--rpc", "https://bsc.example", "--from-block", "12", "--json"];
    expect(parseCheckOptions(args)).toEqual({
      vault: VAULT,
      rpcUrl: "https://bsc.example",
      fromBlock: 12n,
      isJson: true,
    });
  });

  test.each([
    [["--rpc", "https://bsc.example"]],
    [["--vault", "0x12", "--rpc", "https://bsc.example"]],
    [["--vault", VAULT, "--rpc", "bsc.example"]],
    [["--vault", VAULT, "--rpc", "https://bsc.example", "--from-block", "first"]],
  ])("error: DeployOptionInvalid for %j", (args) => {
    expect(() => parseCheckOptions(args)).toThrow(DeployOptionInvalid);
  });
});

describe("readTokensFile", () => {
  const TOKEN = {
    token: `0x${"12".repeat(20)}`,
    quantum: "1000000000000",
    limits: { batchCap: "10", outflowCapacity: "20", outflowRefillPerSecond: "1" },
  };

  test("default", async () => {
    expect(await readTokensFile(fileWith([TOKEN]))).toEqual([
      {
        token: TOKEN.token,
        quantum: 1_000_000_000_000n,
        limits: { batchCap: 10n, outflowCapacity: 20n, outflowRefillPerSecond: 1n },
      },
    ]);
  });

  test.each([
    ["the native coin", [{ ...TOKEN, token: `0x${"00".repeat(20)}` }]],
    ["a quantum of zero", [{ ...TOKEN, quantum: "0" }]],
    ["a number instead of text", [{ ...TOKEN, quantum: 5 }]],
    ["a batch cap above the capacity", [{ ...TOKEN, limits: { ...TOKEN.limits, batchCap: "21" } }]],
    ["a member that means nothing", [{ ...TOKEN, decimals: 18 }]],
    ["a token twice", [TOKEN, { ...TOKEN, quantum: "5" }]],
    [
      "more tokens than a vault carries",
      Array.from({ length: 16 }, (_, n) => ({ ...TOKEN, token: address(n) })),
    ],
    ["no list", TOKEN],
  ])("error: TokenFileInvalid for %s", async (_case, content) => {
    await expect(readTokensFile(fileWith(content))).rejects.toThrow(TokenFileInvalid);
  });

  test("error: TokenFileInvalid for a file that is not there, or not JSON", async () => {
    await expect(readTokensFile(join(folder, "absent.json"))).rejects.toThrow(TokenFileInvalid);
    const path = join(folder, "text.json");
    writeFileSync(path, "tokens");
    await expect(readTokensFile(path)).rejects.toThrow(TokenFileInvalid);
  });
});

function fileWith(content: unknown): string {
  const path = join(folder, "tokens.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function address(n: number): string {
  return `0x${(n + 1).toString(16).padStart(40, "0")}`;
}
