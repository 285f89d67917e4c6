/** An array literal of numbers, bigints and uuids, as a parameter for `unnest`: text in which nothing needs quoting. */
export function plainArray(values: readonly (number | bigint | string)[]): string {
  return `{${values.join(",")}}`;
}
