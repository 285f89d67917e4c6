import { describe, expect, test } from "vitest";
import { uuid } from "#domain/api/primitives.ts";
import { uuid7 } from "@/lib/uuid7";

const ZEROS = new Uint8Array(10);
const ONES = new Uint8Array(10).fill(0xff);

describe("uuid7", () => {
  test("default", () => {
    // RFC 9562, appendix A.6: 017F22E2-79B0-7CC3-98C4-DC0C0C07398F at 1645557742000.
    const random = Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f);
    expect(uuid7(1_645_557_742_000, random)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  });

  test("behavior: version and variant stand whatever the entropy", () => {
    expect(uuid7(0, ZEROS)).toBe("00000000-0000-7000-8000-000000000000");
    expect(uuid7(0, ONES)).toBe("00000000-0000-7fff-bfff-ffffffffffff");
  });

  test("behavior: the API takes it, and later ids sort later", () => {
    const earlier = uuid7(1_700_000_000_000, ONES);
    expect(uuid.parse(earlier)).toBe(earlier);
    expect(earlier < uuid7(1_700_000_000_001, ZEROS)).toBe(true);
  });
});
