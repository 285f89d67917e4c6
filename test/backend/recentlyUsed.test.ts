import { expect, test } from "vitest";
import { createRecentlyUsed } from "#backend/recentlyUsed.ts";

test("default: what was not used for longest is forgotten first", () => {
  const recent = createRecentlyUsed<string, number>(2);
  recent.keep("a", 1);
  recent.keep("b", 2);
  expect(recent.find("a")).toBe(1);
  recent.keep("c", 3);
  expect(["a", "b", "c"].map((key) => recent.find(key))).toEqual([1, undefined, 3]);
});

test("behavior: keeping again replaces, and takes no further place", () => {
  const recent = createRecentlyUsed<string, number>(2);
  recent.keep("a", 1);
  recent.keep("b", 2);
  recent.keep("a", 3);
  expect([recent.find("a"), recent.find("b")]).toEqual([3, 2]);
});
