import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import { checkStake, StakeTooSmall } from "#domain/limits/stake.ts";

describe("checkStake", () => {
  test("default", () => {
    expect(() => checkStake(5n, 5n)).not.toThrow();
  });

  test("error: StakeTooSmall", () => {
    expect(() => checkStake(4n, 5n)).toThrow(new StakeTooSmall(4n, 5n));
  });

  test("error: InvariantError for a minimum that would let free bets pass", () => {
    expect(() => checkStake(0n, 0n)).toThrow(InvariantError);
  });
});
