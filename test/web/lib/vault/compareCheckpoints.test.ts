import { expect, test } from "vitest";
import { published } from "#test/web/support/claims.ts";
import { compareCheckpoints } from "@/lib/vault/compareCheckpoints";

const { root, total } = published();
const told = { epoch: "7", root, total: String(total) };

test("default", () => {
  expect(compareCheckpoints(told, published())).toBe("equal");
});

test("behavior: only the same checkpoint can differ", () => {
  expect(compareCheckpoints({ ...told, total: "1" }, published())).toBe("differ");
  expect(compareCheckpoints({ ...told, root: `0x${"00".repeat(32)}` }, published())).toBe("differ");
  expect(compareCheckpoints({ ...told, epoch: "6", total: "1" }, published())).toBe("following");
});

test("behavior: before the first, and while one of both does not know it yet", () => {
  expect(compareCheckpoints(null, null)).toBe("none");
  expect(compareCheckpoints(told, null)).toBe("following");
  expect(compareCheckpoints(null, published())).toBe("following");
});
