import { describe, expect, test } from "vitest";
import { games } from "#domain/games/registry.ts";
import { firstText, formsOf, readText } from "@/lib/games/schemaForm";

const instant = [...games.values()].filter(({ kind }) => kind === "instant");

describe("formsOf", () => {
  test.each(instant.map((game) => [game.id, game] as const))(
    "behavior: what stands in the form of %s at first is accepted as it is",
    (_, game) => {
      for (const { constants, fields } of formsOf(game.paramsSchema)) {
        const values = fields.map((field) => [field.name, readText(field, firstText(field))]);
        expect(() => game.parse({ ...constants, ...Object.fromEntries(values) })).not.toThrow();
      }
    },
  );

  test("default: dice has a form for each side", () => {
    const [over] = formsOf(games.get("dice")!.paramsSchema);
    expect(over).toMatchObject({
      name: "over",
      constants: { direction: "over" },
      fields: [{ kind: "integer", name: "targetHundredths", min: 200, max: 9_999 }],
    });
  });
});

describe("readText", () => {
  const field = { name: "", description: "" } as const;

  test("behavior: what is no value is null, which every game refuses", () => {
    expect(readText({ ...field, kind: "integer", min: 1, max: 9 }, "1.5")).toBeNull();
    expect(readText({ ...field, kind: "choice", values: [10, 20] }, "15")).toBeNull();
    expect(readText({ ...field, kind: "choice", values: [10, 20] }, "20")).toBe(20);
    expect(readText({ ...field, kind: "integers", min: 0, max: 9, minItems: 1 }, "1, x")).toEqual([1, null]);
    expect(readText({ ...field, kind: "json", example: [] }, "[1")).toBeNull();
  });
});
