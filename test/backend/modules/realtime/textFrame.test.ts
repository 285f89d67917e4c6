import { describe, expect, test } from "vitest";
import * as library from "ws";
import { textFrame } from "#backend/modules/realtime/textFrame.ts";

/** Lengths at which a frame's head changes. */
const LENGTHS = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000];

/** The same as the library writes it. */
function framedByLibrary(text: string): Buffer {
  const options = { fin: true, opcode: 1, mask: false, readOnly: false, rsv1: false };
  const { Sender } = library as unknown as { Sender: { frame(data: Buffer, options: object): Buffer[] } };
  return Buffer.concat(Sender.frame(Buffer.from(text), options));
}

describe("textFrame", () => {
  test.each(LENGTHS)("default: a text of %i bytes is framed as the library does", (length) => {
    const text = "x".repeat(length);
    expect(textFrame(text).equals(framedByLibrary(text))).toBe(true);
  });

  test("behavior: the length is that of the bytes, not of the characters", () => {
    const text = `${"×".repeat(63)}€`;
    expect(textFrame(text).equals(framedByLibrary(text))).toBe(true);
  });
});
