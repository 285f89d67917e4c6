import { expect, test } from "vitest";
import type { RoundRow } from "#backend/modules/rounds/round.store.ts";
import { isPlayedByItsRules } from "#backend/modules/rounds/roundRules.ts";
import { gameConfigOf } from "#domain/games/gameConfig.ts";
import { findRoundGame } from "#domain/games/registry.ts";

const { hash } = gameConfigOf(findRoundGame("mines"), 100);

function rowOf(overrides: Partial<RoundRow>): RoundRow {
  return { game: "mines", edge_bps: 100, config_hash: hash, ...overrides } as RoundRow;
}

test.each([
  ["the same rules", {}, true],
  ["before versions were kept", { config_hash: null }, true],
  ["another edge", { edge_bps: 101 }, false],
  ["an edge that is not played", { edge_bps: 9_999 }, false],
  ["a game that is gone", { game: "gone" }, false],
  ["a game without rounds by now", { game: "dice" }, false],
])("behavior: %s", (_, overrides, isPlayed) => {
  expect(isPlayedByItsRules(rowOf(overrides))).toBe(isPlayed);
});
