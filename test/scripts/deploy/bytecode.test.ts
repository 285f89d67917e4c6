import type { Hex } from "viem";
import { describe, expect, test } from "vitest";
import { matchCode } from "#scripts/deploy/bytecode.ts";

/** Four instructions, a word that the constructor fills, and three bytes of metadata with their length. */
const BUILT = { deployedBytecode: code("00".repeat(4), "a1a2a3"), immutables: [{ start: 4, length: 4 }] };

describe("matchCode", () => {
  test("default: what the constructor wrote does not matter", () => {
    expect(matchCode(code("deadbeef", "a1a2a3"), BUILT)).toBe("identical");
  });

  test("behavior: other metadata is told apart from other instructions", () => {
    expect(matchCode(code("deadbeef", "ffffff"), BUILT)).toBe("identical-but-metadata");
    expect(matchCode(`0x61${code("deadbeef", "a1a2a3").slice(4)}`, BUILT)).toBe("different");
  });

  test.each([undefined, "0x", "0x00", `${BUILT.deployedBytecode}00`] as const)(
    "behavior: %s is different",
    (onChain) => {
      expect(matchCode(onChain, BUILT)).toBe("different");
    },
  );
});

function code(immutable: string, metadata: string): Hex {
  return `0x60016002${immutable}${metadata}0003`;
}
