type PolicyInput = {
  readonly nonce: string;
  /** Addresses that the page talks to: API, socket, chain, faucet. Anything that is no URL is left out. */
  readonly connectTo: readonly string[];
  /** The page talks to whatever node its reader names: any over TLS, and one on the reader's own machine. */
  readonly isOpenToNodes?: boolean;
  readonly isDevelopment: boolean;
};

const ANY_NODE = ["https:", "http://localhost:*", "http://127.0.0.1:*"];

/**
 * The page's content security policy: scripts by nonce only, and requests only to the addresses named.
 *
 * Inline styles stay allowed: dialogs lock scrolling and toasts place themselves through style elements, and a
 * style cannot run code.
 */
export function contentSecurityPolicy(input: PolicyInput): string {
  const { nonce, connectTo, isOpenToNodes = false, isDevelopment } = input;
  const origins = new Set([...connectTo.flatMap(originsOf), ...(isOpenToNodes ? ANY_NODE : [])]);
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
