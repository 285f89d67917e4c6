import { describe, expect, test } from "vitest";
import { assertionsOf } from "#scripts/prove/assertions.ts";

const SOURCE = `contract First {
    /// @notice Größer als nichts.
    function grows(uint256 a) external pure {
        assert(a >= 0);
        assert(a == a);
    }
}

contract Second {
    /// @notice Stays.
    function stays() external pure {
        assert(true);
    }
}
`;

describe("assertionsOf", () => {
  test("default", () => {
    expect(assertionsOf(SOURCE).map(({ where, says, text }) => [where, says, text])).toEqual([
      ["First.grows", "Größer als nichts.", "assert(a >= 0);"],
      ["First.grows", "Größer als nichts.", "assert(a == a);"],
      ["Second.stays", "Stays.", "assert(true);"],
    ]);
  });

  test("behavior: counts bytes, as the compiler does", () => {
    const [first] = assertionsOf(SOURCE);
    expect(first?.start).toBe(Buffer.from(SOURCE).indexOf("assert("));
  });
});
