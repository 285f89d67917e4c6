import { describe, expect, test } from "vitest";
import { BEFORE_ALL } from "#backend/adapters/liveLog.ts";
import { createHeldMessages } from "#backend/modules/realtime/heldMessages.ts";

const at = (epoch: number, seq: number) => ({ place: { epoch, seq }, body: { seq } });

describe("createHeldMessages", () => {
  test("default: hands out what came after a place, as far as it is held", () => {
    const held = createHeldMessages(3);
    for (const seq of [1, 2, 3, 4, 5]) expect(held.add(at(7, seq))).toBe(true);
    expect(held.after({ epoch: 7, seq: 5 })).toEqual([]);
    expect(held.after({ epoch: 7, seq: 3 })).toEqual([at(7, 4), at(7, 5)]);
    expect(held.after({ epoch: 7, seq: 2 })).toHaveLength(3);
    expect(held.after({ epoch: 7, seq: 1 })).toBeNull();
  });

  test("behavior: places of another log, or of the future, are not known", () => {
    const held = createHeldMessages(3);
    held.add(at(7, 1));
    expect(held.after({ epoch: 6, seq: 1 })).toBeNull();
    expect(held.after({ epoch: 7, seq: 2 })).toBeNull();
    expect(held.after(BEFORE_ALL)).toBeNull();
  });

  test("behavior: a gap or a new log forgets what was before", () => {
    const held = createHeldMessages(3);
    held.add(at(7, 1));
    expect(held.add(at(7, 3))).toBe(false);
    expect(held.after({ epoch: 7, seq: 1 })).toBeNull();
    expect(held.all()).toEqual([at(7, 3)]);
    expect(held.add(at(8, 1))).toBe(false);
    expect(held.all()).toEqual([at(8, 1)]);
  });

  test("behavior: a log whose beginning was missed shows a gap", () => {
    expect(createHeldMessages(3).add(at(7, 1))).toBe(true);
    expect(createHeldMessages(3).add(at(7, 2))).toBe(false);
  });
});
