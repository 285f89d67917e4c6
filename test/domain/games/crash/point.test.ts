import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { crashPointHundredths } from "#domain/games/crash/point.ts";

const hash = (text: string) => bytesToHex(sha256(utf8ToBytes(text)));

describe("crashPointHundredths", () => {
  // Computed with another implementation of HMAC and of whole-number division.
  test.each([
    [0, 300, 116n],
    [0, 100, 118n],
    [1, 300, 474n],
    [1, 100, 484n],
    [2, 300, 309n],
    [2, 100, 316n],
    [3, 300, 363n],
    [3, 100, 370n],
  ])("default: game %i with an edge of %i bps", (game, edgeBps, point) => {
    const gameHash = hash(`${game}`);
    expect(crashPointHundredths({ gameHash, salt: hash(`s${game}`), edgeBps })).toBe(point);
  });
});
