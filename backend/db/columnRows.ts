/**
 * A subquery whose rows are made of columns that were passed as arrays (see `columns.ts`), all of one length. In the list of
 * a SELECT, `unnest` hands on a value of each at a time; several of them in FROM are each written down as a table first, which
 * takes twice as long.
 *
 * @param first number of the parameter that holds the first column; the others follow it
 * @param columns names and types, e.g. `{ id: "uuid" }`
 */
export function columnRows(first: number, columns: Readonly<Record<string, string>>): string {
  const unnested = Object.entries(columns).map(
    ([name, type], place) => `unnest($${first + place}::${type}[]) AS ${name}`,
  );
  return `(SELECT ${unnested.join(", ")})`;
}
