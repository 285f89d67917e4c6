import { encodeFunctionData } from "viem";
import { describe, expect, test } from "vitest";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { EPOCH_KIND } from "#domain/fairness/epoch.ts";
import { readAnchoredRoot, rootOfCall } from "@/features/fairness/epochs/anchoredRoot";
import { NodeRefused } from "@/lib/vault/node";

const place = { registry: `0x${"5a".repeat(20)}`, epoch: "12" };
const ROOT = `0x${"0f".repeat(32)}`;

describe("rootOfCall", () => {
  test("default: what the registry's own interface makes of it", () => {
    for (const epoch of ["1", "12", "18446744073709551615"]) {
      const args = [EPOCH_KIND, BigInt(epoch)] as const;
      expect(rootOfCall(epoch)).toBe(
        encodeFunctionData({ abi: fairnessRegistryAbi, functionName: "rootOf", args }),
      );
    }
  });
});

describe("readAnchoredRoot", () => {
  test("default: asks the registry at the latest block", async () => {
    const asked: unknown[] = [];
    const root = await readAnchoredRoot(async (method, params) => {
      asked.push([method, params]);
      return ROOT.toUpperCase().replace("0X", "0x");
    }, place);
    expect(root).toBe(ROOT);
    expect(asked).toEqual([["eth_call", [{ to: place.registry, data: rootOfCall("12") }, "latest"]]]);
  });

  test("behavior: zero is no root", async () => {
    expect(await readAnchoredRoot(async () => `0x${"0".repeat(64)}`, place)).toBeNull();
  });

  test.each(["0x", null, ROOT.slice(0, -2), 5])("error: NodeRefused for the answer %j", async (answer) => {
    await expect(readAnchoredRoot(async () => answer, place)).rejects.toThrow(NodeRefused);
  });
});
