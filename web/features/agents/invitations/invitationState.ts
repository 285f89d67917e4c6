import type { InvitationView } from "#domain/api/agents.ts";

export type InvitationState = "open" | "usedUp" | "withdrawn" | "expired";

/** What a code is worth at that moment. */
export function invitationState(
  {
    uses,
    maxUses,
    revokedAt,
    expiresAt,
  }: Pick<InvitationView, "uses" | "maxUses" | "revokedAt" | "expiresAt">,
  nowMs: number,
): InvitationState {
  if (revokedAt !== null) return "withdrawn";
  if (uses >= maxUses) return "usedUp";
  return Date.parse(expiresAt) <= nowMs ? "expired" : "open";
}
