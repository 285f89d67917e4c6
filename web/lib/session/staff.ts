import type { UserView } from "#domain/api/auth.ts";

export type Role = UserView["role"];
export type StaffRole = Exclude<Role, "player">;

export function isStaff(role: Role): role is StaffRole {
  return role !== "player";
}

/** Whoever helps players sees where money waits, and not what the house asks of its indexer. */
export function canSeeJobs(role: Role): boolean {
  return role === "operator" || role === "admin" || role === "auditor";
}

/** Who audits how games pay; only administrators change it. */
export function canSeeGames(role: Role): boolean {
  return role === "operator" || role === "admin" || role === "auditor";
}

export function canSetGames(role: Role): boolean {
  return role === "admin";
}

export function canResumePayouts(role: Role): boolean {
  return role === "admin";
}

export function canOrder(role: Role): boolean {
  return role === "operator" || role === "admin";
}
