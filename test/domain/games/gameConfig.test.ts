import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "#domain/games/canonicalJson.ts";
import { EdgeOutOfBounds, gameConfigOf } from "#domain/games/gameConfig.ts";
import { games } from "#domain/games/registry.ts";

const game = {
  id: "test",
  rulesVersion: 1,
  edge: { minBps: 50, maxBps: 200, defaultBps: 100 },
  paytable: { b: [1, 2], a: null },
};

describe("gameConfigOf", () => {
  test("default", () => {
    const { canonicalJson: text, hash } = gameConfigOf(game, 100);
    expect(text).toBe('{"edgeBps":100,"game":"test","paytable":{"a":null,"b":[1,2]},"rulesVersion":1}');
    expect(hash).toBe(createHash("sha256").update(text).digest("hex"));
  });

  test("behavior: whatever changes what a game pays changes the hash", () => {
    const versions = [
      gameConfigOf(game, 100),
      gameConfigOf(game, 101),
      gameConfigOf({ ...game, rulesVersion: 2 }, 100),
      gameConfigOf({ ...game, id: "other" }, 100),
      gameConfigOf({ ...game, paytable: { b: [1, 3], a: null } }, 100),
    ];
    expect(new Set(versions.map(({ hash }) => hash)).size).toBe(versions.length);
  });

  test("behavior: every game has a configuration at its usual edge, and its bounds enclose it", () => {
    const hashes = [...games.values()].map((known) => gameConfigOf(known, known.edge.defaultBps).hash);
    expect(new Set(hashes).size).toBe(games.size);
  });

  test.each([[49], [201], [100.5], [Number.NaN]])("error: EdgeOutOfBounds at %d", (edgeBps) => {
    expect(() => gameConfigOf(game, edgeBps)).toThrow(EdgeOutOfBounds);
  });
});

describe("canonicalJson", () => {
  test("default: fields in order, at every depth", () => {
    expect(canonicalJson({ b: { d: "ü", c: 0.5 }, a: [true, { z: null, y: [] }] })).toBe(
      '{"a":[true,{"y":[],"z":null}],"b":{"c":0.5,"d":"ü"}}',
    );
  });
});
