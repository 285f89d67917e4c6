import { describe, expect, test } from "vitest";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { lastFinalBlock } from "#scripts/rebuild/lastFinalBlock.ts";

const BSC = 56;

/** A chain whose head is block 100. */
function chain(finalized: bigint | undefined): Pick<ChainReader, "head" | "finalized"> {
  const head = { number: 100n, hash: "0x", parentHash: "0x", timestamp: 0n } as never;
  return { head: async () => head, finalized: async () => finalized };
}

describe("lastFinalBlock", () => {
  test("default: what the chain calls final, above or below the depth", async () => {
    expect(await lastFinalBlock(chain(98n), BSC, 15)).toBe(98n);
    expect(await lastFinalBlock(chain(40n), BSC, 15)).toBe(40n);
  });

  test("behavior: by depth where the chain says nothing, and on a development chain", async () => {
    expect(await lastFinalBlock(chain(undefined), BSC, 15)).toBe(85n);
    expect(await lastFinalBlock(chain(40n), 31_337, 6)).toBe(94n);
  });
});
