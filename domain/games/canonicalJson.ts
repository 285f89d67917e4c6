import type { Json } from "#domain/games/game.ts";

/** The one JSON text of a value: no spaces, and the fields of every object in the order of their code units. */
export function canonicalJson(value: Json): string {
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, part]) => `${JSON.stringify(name)}:${canonicalJson(part)}`).join(",")}}`;
}

/** `Array.isArray` does not tell a read-only list. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
