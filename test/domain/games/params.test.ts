import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { JsonObject } from "#domain/games/game.ts";
import { choice, integer, integerSet } from "#domain/games/paramFields.ts";
import { GameParamsInvalid, listOf, paramsOf, paramsOfEither } from "#domain/games/params.ts";
import { games } from "#domain/games/registry.ts";
import fc from "#test/support/properties.ts";

const shape = paramsOf("test", {
  rows: integer({ min: 8, max: 16, description: "rows" }),
  risk: choice(["low", "high"], "risk"),
  picks: integerSet({ min: 0, max: 39, minItems: 1, maxItems: 10, description: "picks" }),
  chips: listOf(
    { on: choice(["red", "black"], "position"), parts: integer({ min: 1, max: 9, description: "parts" }) },
    { minItems: 1, maxItems: 3, description: "chips" },
  ),
});
const valid = { rows: 8, risk: "low", picks: [3, 1, 2], chips: [{ on: "red", parts: 1 }] };

describe("paramsOf", () => {
  test("default: the same bet is the same text, however it was written", () => {
    const shuffled = { chips: [{ parts: 1, on: "red" }], picks: [1, 2, 3], risk: "low", rows: 8 };
    const text = '{"rows":8,"risk":"low","picks":[1,2,3],"chips":[{"on":"red","parts":1}]}';
    expect(JSON.stringify(shape.parse(valid))).toBe(text);
    expect(JSON.stringify(shape.parse(shuffled))).toBe(text);
  });

  test.each([
    [undefined, "", "must be an object"],
    [[], "", "must be an object"],
    [{ ...valid, colour: 1 }, "colour", '"colour" is not a parameter of this game'],
    [{ ...valid, rows: 7 }, "rows", '"rows" must be a whole number from 8 to 16'],
    [{ ...valid, risk: "toString" }, "risk", '"risk" must be one of "low", "high"'],
    [{ ...valid, picks: [1, 1] }, "picks", "1 to 10 different whole numbers from 0 to 39"],
    [{ ...valid, picks: [] }, "picks", "1 to 10 different"],
    [{ ...valid, picks: [0.5] }, "picks", "1 to 10 different"],
    [{ ...valid, chips: [] }, "chips", "must be a list of 1 to 3 objects"],
    [{ ...valid, chips: [{ on: "red" }] }, "chips", "at 0: parts must be a whole number"],
    [{ ...valid, chips: ["red"] }, "chips", "at 0: must be an object"],
    [JSON.parse('{"__proto__": {"rows": 8}}'), "__proto__", "is not a parameter"],
  ])("error: GameParamsInvalid for %j", (raw, field, words) => {
    const refusal = catchInvalid(() => shape.parse(raw));
    expect(refusal).toMatchObject({ game: "test", field });
    expect(refusal.message).toContain(words);
  });
});

describe("paramsOfEither", () => {
  const either = paramsOfEither("test", "side", {
    left: { at: integer({ min: 1, max: 2, description: "" }) },
    right: { at: integer({ min: 3, max: 4, description: "" }) },
  });

  test("default", () => {
    expect(either.parse({ side: "right", at: 3 })).toEqual({ at: 3, side: "right" });
  });

  test("error: GameParamsInvalid", () => {
    expect(catchInvalid(() => either.parse({ side: "left", at: 3 })).field).toBe("at");
    expect(catchInvalid(() => either.parse({ side: "up", at: 3 })).field).toBe("side");
    expect(catchInvalid(() => either.parse(null)).field).toBe("");
  });
});

describe("paramsSchema", () => {
  test("property: accepts what the game accepts, and nothing else", () => {
    for (const game of [...games.values(), shape]) {
      const schema = z.fromJSONSchema(structuredClone(game.paramsSchema) as Record<string, unknown>);
      const params = fc.oneof(nearSchema(game.paramsSchema), fc.anything());
      fc.assert(
        fc.property(params, (raw) => {
          expect(schema.safeParse(raw).success).toBe(isParsed(() => game.parse(raw)));
        }),
        { seed: 20_261_121, numRuns: 1_000 },
      );
    }
  });

  test("property: parameters that were read are read again as they are", () => {
    for (const game of [...games.values(), shape]) {
      fc.assert(
        fc.property(nearSchema(game.paramsSchema), (raw) => {
          if (!isParsed(() => game.parse(raw))) return;
          const params = game.parse(raw);
          expect(JSON.stringify(game.parse(JSON.parse(JSON.stringify(params))))).toBe(JSON.stringify(params));
        }),
        { seed: 20_261_121, numRuns: 300 },
      );
    }
  });
});

/** Values at, within and just outside what a schema allows, and now and then something else altogether. */
function nearSchema(schema: JsonObject): fc.Arbitrary<unknown> {
  const near = withinReach(schema);
  return fc.oneof({ weight: 9, arbitrary: near }, { weight: 1, arbitrary: fc.jsonValue() });
}

function withinReach(schema: JsonObject): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.oneOf)) return fc.oneof(...(schema.oneOf as JsonObject[]).map(nearSchema));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (schema.type === "integer") {
    const [min, max] = [schema.minimum as number, schema.maximum as number];
    const bounds = [min, max].map((bound) => fc.integer({ min: bound - 1, max: bound + 1 }));
    return fc.oneof(fc.integer({ min, max }), ...bounds, fc.double());
  }
  if (schema.type === "array") {
    const maxLength = (schema.maxItems as number) + 1;
    return fc.array(nearSchema(schema.items as JsonObject), { maxLength });
  }
  const fields = Object.entries(schema.properties as Record<string, JsonObject>);
  const model = Object.fromEntries(fields.map(([name, field]) => [name, nearSchema(field)]));
  const surplus = { ...model, surplus: fc.constant(1) };
  return fc.oneof(
    { weight: 6, arbitrary: fc.record(model) },
    { weight: 1, arbitrary: fc.record(surplus, { requiredKeys: [] }) },
  );
}

function isParsed(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(GameParamsInvalid);
    return false;
  }
}

function catchInvalid(parse: () => unknown): GameParamsInvalid {
  try {
    parse();
  } catch (error) {
    if (error instanceof GameParamsInvalid) return error;
  }
  throw new Error("nothing was refused");
}
