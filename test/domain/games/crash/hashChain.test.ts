import { expect, test } from "vitest";
import { linkAfter, linkOfGame, nextLink } from "#domain/games/crash/hashChain.ts";

const SECRET = "a".repeat(64);

test("default: a link is the hash of the link before, as text", () => {
  expect(linkAfter(SECRET, 1)).toBe("ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
  expect(linkAfter(SECRET, 2)).toBe("0f60da95fe5a978ea1dd5973bef160352ec18428b51525c86ad4d1819738d01f");
  expect(linkAfter(SECRET, 3)).toBe("2815168813ea1559e477c2f57d48168627d6369474e26a553d28ec4697e4c5f4");
});

test("behavior: each game is the preimage of the one before it, the first that of the root", () => {
  const games = 5;
  const root = linkAfter(SECRET, games);
  let known = root;
  for (let game = 1; game <= games; game++) {
    const gameHash = linkAfter(SECRET, linkOfGame(game, games));
    expect(nextLink(gameHash)).toBe(known);
    expect(linkAfter(gameHash, game)).toBe(root);
    known = gameHash;
  }
  expect(known).toBe(SECRET);
});

test("error: InvariantError for a game that the chain does not have", () => {
  for (const game of [0, 6, 1.5, -1]) expect(() => linkOfGame(game, 5)).toThrow();
});
