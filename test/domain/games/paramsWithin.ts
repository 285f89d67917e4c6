import type { Json, JsonObject } from "#domain/games/game.ts";
import fc from "#test/support/properties.ts";

/** Parameters that a game accepts, whichever it is: anything that its schema allows, as `paramFields.ts` writes it. */
export function paramsWithin(schema: JsonObject): fc.Arbitrary<JsonObject> {
  return valueWithin(schema) as fc.Arbitrary<JsonObject>;
}

function valueWithin(schema: JsonObject): fc.Arbitrary<Json> {
  if (Array.isArray(schema.oneOf)) return fc.oneof(...(schema.oneOf as JsonObject[]).map(valueWithin));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as Json[]));
  if (schema.type === "integer") {
    return fc.integer({ min: schema.minimum as number, max: schema.maximum as number });
  }
  if (schema.type === "array") {
    const bounds = { minLength: schema.minItems as number, maxLength: schema.maxItems as number };
    const items = valueWithin(schema.items as JsonObject);
    return schema.uniqueItems === true ? fc.uniqueArray(items, bounds) : fc.array(items, bounds);
  }
  if (schema.type === "object") {
    const fields = Object.entries(schema.properties as Record<string, JsonObject>);
    return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valueWithin(field)])));
  }
  throw new Error(`Parameters described by ${JSON.stringify(schema)} are not made up here yet.`);
}
