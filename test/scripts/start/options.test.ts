import { describe, expect, test } from "vitest";
import { StartOptionInvalid } from "#scripts/start/errors.ts";
import { parseStartOptions } from "#scripts/start/options.ts";

describe("parseStartOptions", () => {
  test("default: the usual ports, and nothing forgotten", () => {
    expect(parseStartOptions([])).toMatchObject({
      isFresh: false,
      hasChosenPorts: false,
      ports: { web: 3000, api: 4000, chain: 8545, postgres: 55_432, redis: 56_379 },
    });
  });

  test("behavior: one base moves every port", () => {
    expect(parseStartOptions(["--fresh", "--port-base", "13000", "--state-dir", "/elsewhere"])).toEqual({
      isFresh: true,
      hasChosenPorts: true,
      stateDir: "/elsewhere",
      ports: { web: 13_000, api: 13_001, chain: 13_002, postgres: 13_003, redis: 13_004 },
    });
  });

  test("behavior: help starts nothing", () => {
    expect(parseStartOptions(["--help"])).toBeUndefined();
  });

  test.each(["80", "65532", "-1", "1e4", "", "13000x", "99999999"])(
    "error: StartOptionInvalid for the base %j",
    (base) => {
      expect(() => parseStartOptions([`--port-base=${base}`])).toThrow(StartOptionInvalid);
    },
  );

  test("error: StartOptionInvalid for an unknown option shows what there is", () => {
    expect(() => parseStartOptions(["--frsh"])).toThrow("--fresh");
  });
});
