import type { LiveStatus } from "@/lib/live/liveConnection";

export type TableMoment = {
  /** The house's configuration is there, or could not be had. */
  readonly house: "known" | "asked" | "failed";
  readonly status: LiveStatus;
  /** It has taken longer than it should. */
  readonly isOverdue: boolean;
};

/** Why there is no table to be seen yet. */
export type TableWait =
  /** It is on its way. */
  | "waiting"
  /** The connection is lost, and is being made again. */
  | "lost"
  /** The house cannot be reached. */
  | "unreachable"
  /** It can, as far as is known, and has not told of the table in all this time. */
  | "late";

export function tableWait({ house, status, isOverdue }: TableMoment): TableWait {
  if (house === "failed") return "unreachable";
  if (house === "known" && status === "lost") return "lost";
  return isOverdue ? "late" : "waiting";
}
