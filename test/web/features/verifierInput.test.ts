import { describe, expect, test } from "vitest";
import { readVerifierInput, VERIFIABLE, verifierInputFrom } from "@/features/fairness/verifierInput";
import { recompute } from "@/lib/verify/recompute";

const query = {
  game: "limbo",
  serverSeed: "def",
  clientSeed: "abc",
  nonce: "7",
  params: '{"targetHundredths":200}',
};

describe("verifierInput", () => {
  test("default", () => {
    expect(readVerifierInput(verifierInputFrom(query))).toEqual({
      game: "limbo",
      serverSeed: "def",
      clientSeed: "abc",
      nonce: 7,
      params: { targetHundredths: 200 },
    });
  });

  test("behavior: every game can be worked out with what stands in the form at first", () => {
    for (const game of VERIFIABLE) {
      const read = readVerifierInput(verifierInputFrom({ ...query, game, params: undefined }));
      if (typeof read === "string") throw new Error(`${game}: ${read}`);
      expect(recompute(read).outcome).toBeDefined();
    }
  });

  test("behavior: an empty or unknown query still gives a usable form", () => {
    expect(verifierInputFrom({ game: "chess", nonce: ["1", "2"] })).toMatchObject({
      game: "dice",
      nonce: "0",
    });
  });

  test.each([
    ["serverSeed", "ключ"],
    ["clientSeed", ""],
    ["nonce", "-1"],
    ["nonce", "1.5"],
    ["nonce", "99999999999999999999"],
    ["params", "{"],
    ["params", "[]"],
  ])("behavior: a wrong %s (%s) is named", (field, value) => {
    expect(readVerifierInput({ ...verifierInputFrom(query), [field]: value })).toBe(field);
  });
});
