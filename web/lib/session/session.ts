import { z } from "zod";
import {
  refreshRequest,
  type TokenResponse,
  tokenResponse,
  type UserView,
  type WalletSignInRequest,
} from "#domain/api/auth.ts";
import { requestAnonymously, type TokenSource } from "@/lib/api/api";
import { ApiProblem } from "@/lib/api/apiErrors";
import { readStored, writeStored } from "@/lib/storage";
import { createStore, type Store } from "@/lib/store";

export type SessionState =
  | { readonly status: "restoring" }
  | { readonly status: "signedOut" }
  | { readonly status: "signedIn"; readonly user: UserView; readonly accessToken: string };

export type Session = TokenSource & {
  readonly state: Store<SessionState>;
  /** After a reload: asks for a new access token if this browser was signed in. */
  restore(): Promise<void>;
  signIn(request: Pick<WalletSignInRequest, "message" | "signature">): Promise<void>;
  signOut(): Promise<void>;
};

/** Remembers only that there may be a session: the tokens are a cookie that scripts cannot read, and memory. */
const HINT_KEY = "fairhouse.session";
/** Answers that end a session; anything else, such as too many requests, is worth asking again. */
const SESSION_OVER = new Set([400, 401, 403]);
const LOCK = "fairhouse.refresh";
const RENEW_BEFORE_EXPIRY_MS = 60_000;
const SHORTEST_RENEWAL_MS = 10_000;

/** The player's session with the house. The access token never leaves memory. */
export function createSession(apiUrl: string): Session {
  const state = createStore<SessionState>({ status: "restoring" });
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<string | null> | null = null;

  function accept({ accessToken, user, expiresAt }: TokenResponse): string {
    clearTimeout(renewal);
    const inMs = Date.parse(expiresAt) - Date.now() - RENEW_BEFORE_EXPIRY_MS;
    renewal = setTimeout(() => void renew(), Math.max(inMs, SHORTEST_RENEWAL_MS));
    writeStored(localStorage, HINT_KEY, true);
    state.set({ status: "signedIn", accessToken, user });
    return accessToken;
  }

  function forget(): null {
    clearTimeout(renewal);
    localStorage.removeItem(HINT_KEY);
    state.set({ status: "signedOut" });
    return null;
  }

  function renew(): Promise<string | null> {
    running ??= renewInTurn().finally(() => {
      running = null;
    });
    return running;
  }

  /** Tabs share one refresh token, and using it twice looks like theft: so one tab at a time. */
  async function renewInTurn(): Promise<string | null> {
    try {
      return await navigator.locks.request(LOCK, async () => accept(await refresh(apiUrl)));
    } catch (error) {
      if (error instanceof ApiProblem && SESSION_OVER.has(error.problem.status)) return forget();
      if (state.get().status === "restoring") state.set({ status: "signedOut" });
      return null;
    }
  }

  return {
    state,
    current() {
      const now = state.get();
      return now.status === "signedIn" ? now.accessToken : null;
    },
    async renew(refused) {
      const now = state.get();
      if (now.status === "signedIn" && now.accessToken !== refused) return now.accessToken;
      return renew();
    },
    async restore() {
      if (readStored(localStorage, HINT_KEY, z.literal(true)) === null) forget();
      else await renew();
    },
    async signIn(request) {
      const body = { ...request, refreshDelivery: "cookie" };
      accept(
        await requestAnonymously(apiUrl, {
          method: "POST",
          path: "/auth/wallet",
          body,
          schema: tokenResponse,
        }),
      );
    },
    async signOut() {
      const body = refreshRequest.parse({});
      const call = { method: "POST", path: "/auth/logout", body, schema: z.unknown() } as const;
      await requestAnonymously(apiUrl, call).finally(forget);
    },
  };
}

function refresh(apiUrl: string): Promise<TokenResponse> {
  const body = refreshRequest.parse({});
  return requestAnonymously(apiUrl, { method: "POST", path: "/auth/refresh", body, schema: tokenResponse });
}
