import type { IncomingMessage, ServerResponse } from "node:http";
import { OriginRefused } from "#backend/http/failures.ts";

const NAME = "fairhouse_refresh";

export interface RefreshCookie {
  set(response: ServerResponse, token: string, expiresAt: Date): void;
  clear(response: ServerResponse): void;
  /**
   * The token in the request's cookie, or undefined.
   * @throws OriginRefused when the cookie comes along with a request of a foreign page
   */
  read(request: IncomingMessage): string | undefined;
  /** @throws OriginRefused: only the dApp may have cookies set */
  requireOrigin(request: IncomingMessage): void;
}

export interface RefreshCookieOptions {
  /** Cookies of an https API are never sent over http. */
  readonly isSecure: boolean;
  readonly webOrigin: string;
}

/** The refresh token as a cookie that scripts cannot read and that travels to `/v1/auth` only. */
export function createRefreshCookie({ isSecure, webOrigin }: RefreshCookieOptions): RefreshCookie {
  const attributes = `Path=/v1/auth; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  const allowedOrigin = new URL(webOrigin).origin;

  function requireOrigin({ headers }: IncomingMessage): void {
    if (headers.origin !== allowedOrigin) throw new OriginRefused();
  }

  return {
    requireOrigin,
    set(response, token, expiresAt) {
      response.appendHeader(
        "Set-Cookie",
        `${NAME}=${token}; Expires=${expiresAt.toUTCString()}; ${attributes}`,
      );
    },
    clear(response) {
      response.appendHeader("Set-Cookie", `${NAME}=; Max-Age=0; ${attributes}`);
    },
    read(request) {
      const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
      const token = pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1);
      if (token === undefined || token === "") return undefined;
      requireOrigin(request);
      return token;
    },
  };
}
