import { z } from "zod";

export type JsonSchema = Record<string, unknown>;

const COMPONENTS = "#/components/schemas/";

export interface JsonSchemas {
  /** The schema as the document writes it; schemas with an id become components and are referred to. */
  of(schema: z.ZodType): JsonSchema;
  readonly components: Record<string, JsonSchema>;
}

/** Turns zod schemas into JSON Schema 2020-12, the dialect of OpenAPI 3.1, as seen by whoever sends the data. */
export function createJsonSchemas(): JsonSchemas {
  const components: Record<string, JsonSchema> = {};
  return {
    components,
    of(schema) {
      // Wrapped, so that a schema with an id comes out as a reference even at the top.
      const { $defs = {}, properties = {} } = z.toJSONSchema(z.object({ root: schema }), { io: "input" });
      for (const [id, definition] of Object.entries($defs)) components[id] = pointToComponents(definition);
      return pointToComponents(properties.root);
    },
  };
}

function pointToComponents(schema: unknown): JsonSchema {
  const parsed: unknown = JSON.parse(JSON.stringify(schema ?? {}), (key, value: unknown) =>
    key === "$ref" && typeof value === "string" ? value.replace("#/$defs/", COMPONENTS) : value,
  );
  return z.record(z.string(), z.unknown()).parse(parsed);
}
