/** SQL for the exact time in a column, as text: to the microsecond, which a `Date` rounds to milliseconds. */
export function exactTime(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}
