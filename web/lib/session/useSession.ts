import { useApp } from "@/lib/app/AppContext";
import type { SessionState } from "@/lib/session/session";
import { useStore } from "@/lib/store";

const ON_SERVER: SessionState = { status: "restoring" };

export function useSession() {
  const { session } = useApp();
  const state = useStore(session.state, ON_SERVER);
  return {
    status: state.status,
    isSignedIn: state.status === "signedIn",
    user: state.status === "signedIn" ? state.user : null,
    session,
  };
}
