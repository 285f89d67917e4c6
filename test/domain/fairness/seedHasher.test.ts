import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import { FLOAT_SPAN } from "#domain/fairness/draw.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { vectorsOf } from "#test/domain/fairness/vectors.ts";
import fc from "#test/support/properties.ts";

const SEED = 20_261_121;
const ascii = fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 200 });
const nonces = fc.maxSafeNat();

describe("floats", () => {
  test("default: published floats", () => {
    const range = { clientSeed: "abc", nonce: 0, count: 4 };
    const floats = createSeedHasher("def").floats(range);
    expect(floats.map((u) => u / FLOAT_SPAN)).toEqual([
      0.8320531346835196, 0.8531235849950463, 0.18227359023876488, 0.774284637067467,
    ]);
  });

  test.each(vectorsOf("float"))("default: vector of $clientSeed, nonce $nonce", (vector) => {
    const { serverSeed, clientSeed, nonce } = vector;
    const expected = vector.expected as number[];
    const floats = createSeedHasher(serverSeed).floats({ clientSeed, nonce, count: expected.length });
    expect(floats.map((u) => u / FLOAT_SPAN)).toEqual(expected);
  });

  test("behavior: one hasher answers the same again and again", () => {
    const hasher = createSeedHasher("def");
    const range = { clientSeed: "abc", nonce: 7, count: 20 };
    expect(hasher.floats(range)).toEqual(hasher.floats(range));
  });

  test("property: each round is HMAC-SHA-256 as the platform computes it, for seeds of any length", () => {
    fc.assert(
      fc.property(ascii, ascii, nonces, fc.nat(100), (serverSeed, clientSeed, nonce, round) => {
        const bytes = createSeedHasher(serverSeed).roundBytes(clientSeed, nonce, round);
        const peer = createHmac("sha256", serverSeed).update(`${clientSeed}:${nonce}:${round}`).digest("hex");
        expect(Buffer.from(bytes).toString("hex")).toBe(peer);
      }),
      { seed: SEED },
    );
  });

  test("property: a cursor continues the same sequence", () => {
    fc.assert(
      fc.property(ascii, nonces, fc.nat(30), fc.nat(30), (clientSeed, nonce, skipped, count) => {
        const hasher = createSeedHasher("def");
        const all = hasher.floats({ clientSeed, nonce, count: skipped + count });
        const rest = hasher.floats({ clientSeed, nonce, count, cursor: skipped * 4 });
        expect(rest).toEqual(all.slice(skipped));
      }),
      { seed: SEED },
    );
  });

  test("property: another server seed, client seed or nonce gives other floats", () => {
    fc.assert(
      fc.property(ascii, ascii, nonces, (serverSeed, clientSeed, nonce) => {
        const draw = (server: string, client: string, number: number) =>
          createSeedHasher(server).floats({ clientSeed: client, nonce: number, count: 4 });
        const honest = draw(serverSeed, clientSeed, nonce);
        expect(draw(`${serverSeed}x`, clientSeed, nonce)).not.toEqual(honest);
        expect(draw(serverSeed, `${clientSeed}x`, nonce)).not.toEqual(honest);
        expect(draw(serverSeed, clientSeed, nonce + 1)).not.toEqual(honest);
      }),
      { seed: SEED },
    );
  });

  test("error: InvariantError", () => {
    const hasher = createSeedHasher("def");
    const range = { clientSeed: "abc", nonce: 0, count: 1 };
    expect(() => hasher.floats({ ...range, cursor: 3 })).toThrow(InvariantError);
    expect(() => hasher.floats({ ...range, cursor: -4 })).toThrow(InvariantError);
    expect(() => hasher.floats({ ...range, count: 5_000 })).toThrow(InvariantError);
  });
});
