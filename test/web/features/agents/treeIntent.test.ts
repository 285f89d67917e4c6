import { describe, expect, test } from "vitest";
import { rowAfter, treeIntent } from "@/features/agents/downline/treeIntent";

const closed = { isOpen: false, hasMembers: true };
const open = { isOpen: true, hasMembers: true };
const leaf = { isOpen: false, hasMembers: false };

describe("treeIntent", () => {
  test("default: up and down go through the rows, left and right open and close", () => {
    expect(treeIntent("ArrowDown", closed)).toBe("next");
    expect(treeIntent("ArrowUp", closed)).toBe("previous");
    expect(treeIntent("ArrowRight", closed)).toBe("open");
    expect(treeIntent("ArrowLeft", open)).toBe("close");
    expect(treeIntent("Home", leaf)).toBe("first");
    expect(treeIntent("End", leaf)).toBe("last");
    expect(treeIntent("Enter", leaf)).toBe("visit");
  });

  test("behavior: where there is nothing to open or close, right leads down and left leads up", () => {
    expect(treeIntent("ArrowRight", open)).toBe("next");
    expect(treeIntent("ArrowRight", leaf)).toBeNull();
    expect(treeIntent("ArrowLeft", closed)).toBe("parent");
    expect(treeIntent("ArrowLeft", leaf)).toBe("parent");
  });

  test.each(["a", "Tab", " ", "Escape", "PageDown"])("behavior: the key %j is not the tree's", (key) => {
    expect(treeIntent(key, closed)).toBeNull();
  });
});

describe("rowAfter", () => {
  //  0 top, 1 its first, 2 below that one, 3 its second, 4 another top
  const depths = [1, 2, 3, 2, 1];

  test("default", () => {
    expect(rowAfter("next", depths, 1)).toBe(2);
    expect(rowAfter("previous", depths, 1)).toBe(0);
    expect(rowAfter("first", depths, 3)).toBe(0);
    expect(rowAfter("last", depths, 1)).toBe(4);
  });

  test("behavior: the one above is the nearest row before that is less deep", () => {
    expect(rowAfter("parent", depths, 2)).toBe(1);
    expect(rowAfter("parent", depths, 3)).toBe(0);
    expect(rowAfter("parent", depths, 4)).toBeNull();
  });

  test("behavior: at an end, and for a row that is not there, the focus stays", () => {
    expect(rowAfter("next", depths, 4)).toBeNull();
    expect(rowAfter("previous", depths, 0)).toBeNull();
    expect(rowAfter("last", depths, -1)).toBeNull();
    expect(rowAfter("open", depths, 1)).toBeNull();
  });
});
