import { z } from "zod";
import { type StatementFilter, statementFilter } from "#domain/api/commissions.ts";

const DAY_MS = 24 * 3_600_000;
const DAYS_OF_WEEK = 7;
const DAYS_OF_MONTH = 30;

const day = z.iso.date();
const search = z.object({
  ...statementFilter.pick({ agentId: true, playerId: true, type: true, currency: true }).shape,
  from: day.optional(),
  to: day.optional(),
});

/** What a statement is asked for, as it stands in the address: days in UTC, both of them included. */
export type StatementSearch = z.output<typeof search>;

/** Reads an address's query; what cannot be read is left out, one part at a time. */
export function readSearch(query: Readonly<Record<string, unknown>>): StatementSearch {
  const readable = Object.entries(search.shape).flatMap(([name, shape]) => {
    const read = shape.safeParse(query[name]);
    return read.success && read.data !== undefined ? [[name, read.data]] : [];
  });
  return search.parse(Object.fromEntries(readable));
}

/** The same as an address's query, without what is left open. */
export function searchText(wanted: StatementSearch): string {
  return new URLSearchParams(stated(wanted)).toString();
}

/** What the house is asked for: the last day goes on until the next begins. */
export function filterOf({ from, to, ...rest }: StatementSearch): StatementFilter {
  return {
    ...stated(rest),
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(Date.parse(to) + DAY_MS).toISOString() }),
  };
}

export const PERIODS = ["today", "week", "month", "days30"] as const;
type Period = (typeof PERIODS)[number];

/** Where each period up to now begins. */
export function periodBegins(nowMs: number): Record<Period, string> {
  const today = new Date(nowMs).toISOString().slice(0, "2026-01-01".length);
  return {
    today,
    week: daysBefore(today, DAYS_OF_WEEK - 1),
    month: `${today.slice(0, "2026-01".length)}-01`,
    days30: daysBefore(today, DAYS_OF_MONTH - 1),
  };
}

function daysBefore(today: string, days: number): string {
  return new Date(Date.parse(today) - days * DAY_MS).toISOString().slice(0, today.length);
}

function stated<Part extends object>(parts: Part): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parts).filter(
      (part): part is [string, string] => typeof part[1] === "string" && part[1] !== "",
    ),
  );
}
