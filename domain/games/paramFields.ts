import type { Json, JsonObject } from "#domain/games/game.ts";

/** Refuses a value: the reason completes a sentence that begins with the name of the parameter. */
export type Refuse = (reason: string) => never;

/** One parameter, described once: how it is read, and its JSON Schema. */
export type Field<Value extends Json> = {
  readonly schema: JsonObject;
  read(value: unknown, refuse: Refuse): Value;
};

/** A parameter's bounds, both of them allowed, and what it means to whoever reads the schema. */
export type IntegerBounds = { readonly min: number; readonly max: number; readonly description: string };

/** A whole number. */
export function integer({ min, max, description }: IntegerBounds): Field<number> {
  return {
    schema: { type: "integer", minimum: min, maximum: max, description },
    read: (value, refuse) =>
      isWithin(value, min, max) ? value : refuse(`must be a whole number from ${min} to ${max}`),
  };
}

/** One of a few values. */
export function choice<const Value extends string | number>(
  values: readonly Value[],
  description: string,
): Field<Value> {
  const names = values.map((value) => JSON.stringify(value)).join(", ");
  return {
    schema: { enum: values, description },
    read: (value, refuse) => values.find((known) => known === value) ?? refuse(`must be one of ${names}`),
  };
}

/** Different whole numbers, given in any order and kept ascending. */
export function integerSet(
  bounds: IntegerBounds & { readonly minItems: number; readonly maxItems: number },
): Field<readonly number[]> {
  const { min, max, minItems, maxItems, description } = bounds;
  return {
    schema: {
      type: "array",
      items: { type: "integer", minimum: min, maximum: max },
      minItems,
      maxItems,
      uniqueItems: true,
      description,
    },
    read(value, refuse) {
      const isList = Array.isArray(value) && value.length >= minItems && value.length <= maxItems;
      const numbers = isList ? value.filter((item) => isWithin(item, min, max)) : [];
      if (!isList || numbers.length < value.length || new Set(numbers).size < value.length) {
        return refuse(`must be ${minItems} to ${maxItems} different whole numbers from ${min} to ${max}`);
      }
      return numbers.toSorted((a, b) => a - b);
    },
  };
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
}
