import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "@/lib/server/contentSecurityPolicy";
import { loadHouseConfig } from "@/lib/server/loadHouseConfig";
import { readApiUrl } from "@/lib/serverEnv";

/** Where players leave without the house, by a node of their own choice. */
const EXIT_PATH = "/exit";

/** Gives every page a content security policy with a fresh nonce; Next puts the nonce on its own scripts. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const apiUrl = readApiUrl();
  const house = await loadHouseConfig(apiUrl);
  const policy = contentSecurityPolicy({
    nonce: crypto.randomUUID(),
    connectTo:
      house === null ? [apiUrl] : [apiUrl, house.socket.url, house.chain.rpcUrl, house.faucet?.url ?? ""],
    isOpenToNodes: request.nextUrl.pathname === EXIT_PATH,
    isDevelopment: process.env.NODE_ENV === "development",
  });
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

export const config = {
  matcher: [{ source: "/((?!_next/static|_next/image|icon.svg).*)" }],
};
