import { describe, expect, test } from "vitest";
import type { RoundView } from "#domain/api/rounds.ts";
import type { JsonObject } from "#domain/games/game.ts";
import { playRound } from "#domain/games/playRound.ts";
import { playOut, roundOrigin } from "#test/domain/games/rounds.ts";
import { blackjackTable, totalText } from "@/features/games/blackjack/blackjackView";
import { hiloTable } from "@/features/games/hilo/hiloView";
import { minesTable, tileFrom, tileLooks } from "@/features/games/mines/minesView";
import { offeredKeys } from "@/features/games/rounds/offeredKeys";

const ROUNDS = 200;

/** Every state that a few hundred rounds of a game come through, as the API sends them. */
function statesOf(game: string): RoundView[] {
  return Array.from({ length: ROUNDS }, (_, nonce) => {
    const origin = roundOrigin(game, { nonce });
    const actions = playOut(origin, [nonce, nonce + 1, nonce + 2]);
    return [...actions, null].map((_, taken) => playRound(origin, actions.slice(0, taken)).view);
  })
    .flat()
    .map((state: JsonObject) => ({ state }) as unknown as RoundView);
}

describe("what the screens read of a round", () => {
  test.each([
    ["mines", minesTable],
    ["hilo", hiloTable],
    ["blackjack", blackjackTable],
  ] as const)("default: every state of %s", (game, read) => {
    for (const round of statesOf(game)) expect(read(round)).toEqual(round.state);
    expect(read(null)).toBeNull();
  });

  test("behavior: tiles are covered until they are picked, and all of them open at the end", () => {
    const table = { picks: [3, 4], mines: null, pays: "1.2", nextPays: "1.4", ending: null, actions: [] };
    expect(tileLooks(null)).toEqual(Array.from({ length: 25 }, () => "covered"));
    expect(tileLooks(table).slice(2, 6)).toEqual(["covered", "safe", "safe", "covered"]);
    const over = tileLooks({ ...table, mines: [4, 5], ending: "exploded" });
    expect(over.slice(2, 7)).toEqual(["left", "safe", "exploded", "mine", "left"]);
  });

  test("behavior: arrow keys lead from tile to tile, and not over the edge", () => {
    const ways = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter"];
    expect(ways.map((key) => tileFrom(7, key))).toEqual([6, 8, 2, 12, null]);
    expect(ways.map((key) => tileFrom(0, key))).toEqual([null, 1, null, 5, null]);
    expect(ways.map((key) => tileFrom(24, key))).toEqual([23, null, 19, null, null]);
  });

  test("behavior: keys stand for what the round offers alone", () => {
    const acted: string[] = [];
    const keys = offeredKeys({ h: "hit", s: "stand", p: "split" }, ["hit", "stand"], (action) =>
      acted.push(action),
    );
    expect(Object.keys(keys)).toEqual(["h", "s"]);
    keys.s?.();
    expect(acted).toEqual(["stand"]);
    expect(offeredKeys({ h: "hit" }, undefined, () => undefined)).toEqual({});
  });

  test.each([
    [{ total: 17, isSoft: false }, "17"],
    [{ total: 17, isSoft: true }, "7 / 17"],
    [{ total: 21, isSoft: true }, "21"],
  ])("behavior: a hand of %j counts %s", (hand, text) => {
    expect(totalText(hand)).toBe(text);
  });
});
