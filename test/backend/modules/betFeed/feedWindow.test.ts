import { describe, expect, test } from "vitest";
import { createFeedWindow } from "#backend/modules/betFeed/feedWindow.ts";
import { createPseudonyms } from "#backend/modules/betFeed/pseudonym.ts";
import fc from "#test/support/properties.ts";

describe("createFeedWindow", () => {
  test("default: the newest, oldest first, and how many more there were", () => {
    const window = createFeedWindow<number>(3);
    for (let item = 1; item <= 10; item++) window.add(item);
    expect(window.take()).toEqual({ items: [8, 9, 10], skipped: 7 });
    expect(window.take()).toBeNull();
  });

  test("behavior: what could not be shown is shown with what came since", () => {
    const window = createFeedWindow<number>(3);
    window.add(1);
    window.add(2);
    const gathered = window.take()!;
    window.add(3);
    window.putBack(gathered);
    window.add(4);
    expect(window.take()).toEqual({ items: [2, 3, 4], skipped: 1 });
  });

  test("property: shown and skipped are all that was added, in order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant("add"), fc.constant("send"), fc.constant("fail"))),
        fc.integer({ min: 1, max: 5 }),
        (steps, capacity) => {
          const window = createFeedWindow<number>(capacity);
          let added = 0;
          let counted = 0;
          let last = -1;
          for (const step of [...steps, "send"]) {
            if (step === "add") window.add(added++);
            const gathered = step === "add" ? null : window.take();
            if (gathered === null) continue;
            expect(gathered.items.length).toBeLessThanOrEqual(capacity);
            if (step === "fail") {
              window.putBack(gathered);
              continue;
            }
            counted += gathered.items.length + gathered.skipped;
            for (const item of gathered.items) {
              expect(item).toBeGreaterThan(last);
              last = item;
            }
          }
          expect(counted).toBe(added);
        },
      ),
    );
  });
});

describe("createPseudonyms", () => {
  test("default: the same for a player everywhere, another one in another house", () => {
    const user = "0191f3c2-7d1e-7c3a-9b52-2f6f0c1f7a10";
    const name = createPseudonyms().of(1, user);
    expect(name).toMatch(/^[2-9A-HJ-NP-Z]{6}$/);
    expect(createPseudonyms().of(1, user)).toBe(name);
    expect(createPseudonyms().of(2, user)).not.toBe(name);
  });
});
