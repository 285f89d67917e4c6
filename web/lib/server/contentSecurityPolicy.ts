type PolicyInput = {
  readonly nonce: string;
  /** Addresses that the page talks to: API, socket, chain, faucet. Anything that is no URL is left out. */
  readonly connectTo: readonly string[];
  readonly isDevelopment: boolean;
};

/**
 * The page's content security policy: scripts by nonce only, and requests only to the addresses named.
 *
 * Inline styles stay allowed: dialogs lock scrolling and toasts place themselves through style elements, and a
 * style cannot run code.
 */
export function contentSecurityPolicy({ nonce, connectTo, isDevelopment }: PolicyInput): string {
  const origins = new Set(connectTo.flatMap(originsOf));
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...origins].join(" ")}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** An HTTP origin and its websocket twin: a policy's `http:` source does not cover `ws:`. */
function originsOf(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const { protocol, host } = new URL(address);
  const isSecure = protocol === "https:" || protocol === "wss:";
  return isSecure ? [`https://${host}`, `wss://${host}`] : [`http://${host}`, `ws://${host}`];
}
