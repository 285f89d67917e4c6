import type { MemberLevel } from "#domain/agents/hierarchy.ts";
import { AGENT_LEVELS, depthOf, isAgentLevel } from "#domain/agents/hierarchy.ts";
import type { PlaceView } from "#domain/api/agents.ts";
import type { Role } from "@/lib/session/staff";

/** Staff that looks at the whole hierarchy, from the house down. */
export function isOverseer(role: Role): boolean {
  return role === "operator" || role === "admin" || role === "auditor";
}

/** What of the agents' office is open to somebody. */
type Standing = "overseer" | "agent" | "player";

export function standingOf(role: Role, level: MemberLevel): Standing {
  if (isOverseer(role)) return "overseer";
  return isAgentLevel(level) ? "agent" : "player";
}

/** The levels that somebody may invite to, from the top; administrators invite for the house. */
export function levelsBelow(role: Role, level: MemberLevel): MemberLevel[] {
  const above = role === "admin" ? "admin" : level;
  if (above === "user") return [];
  return memberLevels.filter((candidate) => depthOf(candidate) > depthOf(above));
}

export const memberLevels: readonly MemberLevel[] = AGENT_LEVELS.filter((level) => level !== "admin");

/** Rates are set from above: by administrators, and by whoever is on the path over the member. */
export function maySetRates(
  viewer: { readonly id: string; readonly role: Role },
  lineage: readonly Pick<PlaceView, "id" | "rates">[],
): boolean {
  const member = lineage.at(-1);
  if (member === undefined || member.rates === null) return false;
  return viewer.role === "admin" || lineage.slice(0, -1).some(({ id }) => id === viewer.id);
}
