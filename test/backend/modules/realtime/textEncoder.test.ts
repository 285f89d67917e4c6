import { describe, expect, test } from "vitest";
import { textEncoder } from "#backend/modules/realtime/textEncoder.ts";

const [CONNECT, DISCONNECT, EVENT, ACKNOWLEDGEMENT] = [0, 1, 2, 3];

describe("textEncoder", () => {
  test("default: packets are written as protocol 5 of the library wants them", () => {
    const written = [
      { type: CONNECT, nsp: "/", data: { sid: "a" } },
      { type: DISCONNECT, nsp: "/" },
      { type: EVENT, nsp: "/", data: ["bet", { stake: "1" }] },
      { type: EVENT, nsp: "/", id: 0, data: ["join"] },
      { type: ACKNOWLEDGEMENT, nsp: "/", id: 12, data: [] },
      { type: EVENT, nsp: "/admin", id: 7, data: ["x"] },
    ].flatMap((packet) => textEncoder.encode(packet));
    expect(written).toEqual([
      '0{"sid":"a"}',
      "1",
      '2["bet",{"stake":"1"}]',
      '20["join"]',
      "312[]",
      '2/admin,7["x"]',
    ]);
  });
});
