import { describe, expect, test } from "vitest";
import type { TreePlace } from "#domain/api/checkpoints.ts";
import { LeavesFileInvalid, readLeavesFile, writeLeavesFile } from "#domain/api/leavesFile.ts";
import type { Hex } from "#domain/chain/hex.ts";
import type { LiabilityLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import vectors from "#test/vectors/liabilitiesTree.json" with { type: "json" };

const vector = vectors[6]!;
const leaves = vector.leaves.map(
  ({ account, quanta, batchId }): LiabilityLeaf => ({
    account: account as Hex,
    quanta: BigInt(quanta),
    batchId: batchId as Hex,
  }),
);
const place: TreePlace = {
  chainId: 31_337,
  vault: `0x${"ab".repeat(20)}`,
  currency: "BNB",
  token: vector.token,
  epoch: "7",
  root: vector.root,
  total: vector.total,
};
const text = writeLeavesFile({ place, leaves });

describe("a leaves file", () => {
  test("default: comes back as it was", () => {
    expect(readLeavesFile(text)).toEqual({ place, leaves });
  });

  test("behavior: the first line names format and version; free balances name no batch", () => {
    const [first, ...rest] = text.trim().split("\n");
    expect(JSON.parse(first!)).toMatchObject({ format: "fairhouse-leaves", version: 1, leaves: 33 });
    const free = leaves.findIndex(({ batchId }) => /^0x0+$/.test(batchId));
    expect(Object.keys(JSON.parse(rest[free]!))).toEqual(["account", "quanta"]);
  });

  test("error: LeavesFileInvalid names the line", () => {
    const wrong: [string, number][] = [
      ["", 1],
      ["{}", 1],
      [text.replace("fairhouse-leaves", "other"), 1],
      [text.replace('"version":1', '"version":2'), 1],
      [text.trim().split("\n").slice(0, 5).join("\n"), 1],
      [text.replace(/\n\{.*?\n/, "\nnonsense\n"), 2],
      [text.replace(/"quanta":"\d+"/, '"quanta":"-1"'), 2],
      [text.replace(/"quanta":"\d+"/, '"quanta":"0"'), 2],
    ];
    for (const [broken, line] of wrong) {
      let failure: unknown;
      try {
        readLeavesFile(broken);
      } catch (error) {
        failure = error;
      }
      expect(failure).toBeInstanceOf(LeavesFileInvalid);
      expect(failure).toMatchObject({ line });
    }
  });
});
