import { z } from "zod";
import type { Json, JsonObject } from "#domain/games/game.ts";

/** One input of a form that follows from a game's schema. */
export type FormField = { readonly name: string; readonly description: string } & (
  | { readonly kind: "integer"; readonly min: number; readonly max: number }
  | { readonly kind: "choice"; readonly values: readonly (string | number)[] }
  | { readonly kind: "integers"; readonly min: number; readonly max: number; readonly minItems: number }
  | { readonly kind: "json"; readonly example: Json }
);

/** One form that parameters can take: what its inputs are, and what is the same for all of that form. */
export type ParamsForm = {
  /** Empty when a game has one form only. */
  readonly name: string;
  readonly constants: JsonObject;
  readonly fields: readonly FormField[];
};

const description = z.string().default("");
const integer = z.object({
  type: z.literal("integer"),
  minimum: z.number(),
  maximum: z.number(),
  description,
});
const choice = z.object({ enum: z.array(z.union([z.string(), z.number()])).min(1), description });
const constant = z.object({ const: z.string() });
const integers = z.object({ type: z.literal("array"), items: integer, minItems: z.number(), description });
const list = z.object({
  type: z.literal("array"),
  items: z.object({ properties: z.record(z.string(), z.union([integer, choice])) }),
  description,
});
const property = z.union([integer, choice, constant, integers, list]);
const form = z.object({ properties: z.record(z.string(), property) });
const forms = z.union([
  form.transform((one) => [one]),
  z.object({ oneOf: z.array(form) }).transform((all) => all.oneOf),
]);

/** The forms of a game's parameters, from the schema that the game publishes. */
export function formsOf(paramsSchema: JsonObject): readonly ParamsForm[] {
  return forms.parse(paramsSchema).map(({ properties }) => {
    const constants = Object.entries(properties).flatMap(([name, part]) =>
      "const" in part ? [[name, part.const] as const] : [],
    );
    return {
      name: constants.map(([, value]) => value).join(" "),
      constants: Object.fromEntries(constants),
      fields: Object.entries(properties).flatMap(([name, part]) => fieldOf(name, part)),
    };
  });
}

/** What stands in an input at first: something that the game accepts. */
export function firstText(field: FormField): string {
  switch (field.kind) {
    case "integer":
      return String(Math.round((field.min + Math.min(field.max, 2 * field.min + 100)) / 2));
    case "choice":
      return String(field.values[0]);
    case "integers":
      return Array.from({ length: field.minItems }, (_, index) => field.min + index).join(", ");
    case "json":
      return JSON.stringify(field.example);
  }
}

/** The value of an input; null for a text that is none, which the game then refuses. */
export function readText(field: FormField, text: string): Json {
  switch (field.kind) {
    case "integer":
      return wholeNumber(text);
    case "choice":
      return field.values.find((value) => String(value) === text) ?? null;
    case "integers":
      return text.split(",").map(wholeNumber);
    case "json":
      return parsedJson(text);
  }
}

/** Parameters that a game accepts, to start from. */
export function exampleParams(paramsSchema: JsonObject): JsonObject {
  const [first] = formsOf(paramsSchema);
  const values = first?.fields.map((field) => [field.name, readText(field, firstText(field))]) ?? [];
  return { ...Object.fromEntries(values), ...first?.constants };
}

function fieldOf(name: string, part: z.output<typeof property>): FormField[] {
  if ("const" in part) return [];
  const { description } = part;
  if ("enum" in part) return [{ kind: "choice", name, description, values: part.enum }];
  if (part.type === "integer") {
    return [{ kind: "integer", name, description, min: part.minimum, max: part.maximum }];
  }
  if (!("minItems" in part)) {
    const example = Object.entries(part.items.properties).map(([item, schema]) => [
      item,
      "enum" in schema ? (schema.enum[0] ?? null) : schema.minimum,
    ]);
    return [{ kind: "json", name, description, example: [Object.fromEntries(example)] }];
  }
  const { minimum: min, maximum: max } = part.items;
  return [{ kind: "integers", name, description, min, max, minItems: part.minItems }];
}

function wholeNumber(text: string): number | null {
  return /^\s*-?\d{1,15}\s*$/.test(text) ? Number(text) : null;
}

function parsedJson(text: string): Json {
  const json = z.json();
  try {
    return json.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
