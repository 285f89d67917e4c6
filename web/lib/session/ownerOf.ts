import type { Session } from "@/lib/session/session";

/** The account that is signed in at this moment; null when none is. */
export function ownerOf({ state }: Pick<Session, "state">): string | null {
  const now = state.get();
  return now.status === "signedIn" ? now.user.id : null;
}
