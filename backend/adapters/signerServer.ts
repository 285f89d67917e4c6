import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { FairhouseError } from "#domain/errors.ts";
import type { SignerEndpoint, TlsEndpoint } from "./signerEndpoint.ts";
import { listenOnUnixSocket } from "./unixSocket.ts";

/** The signer cannot listen with TLS; the message says why. */
export class TlsUnusable extends FairhouseError {
  readonly code = "TLS_UNUSABLE";
}

const REQUEST_TIMEOUT_MS = 10_000;
/** Each may hand in a request of megabytes at once. */
const MAX_CONNECTIONS = 64;
const LIMITS = { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS } as const;

/** Serves on the endpoint, and nowhere else. @throws SocketInUse, TlsUnusable */
export async function listenAsSigner(endpoint: SignerEndpoint, listener: RequestListener): Promise<Server> {
  const server = endpoint.kind === "socket" ? createServer(LIMITS, listener) : tlsServer(endpoint, listener);
  server.maxConnections = MAX_CONNECTIONS;
  if (endpoint.kind === "socket") await listenOnUnixSocket(server, endpoint.path);
  else await listenOnPort(server, endpoint);
  return server;
}

/** Whoever has no certificate of the authority is cut off in the handshake, before a byte of HTTP. */
function tlsServer({ certificate, privateKey, authority }: TlsEndpoint, listener: RequestListener): Server {
  const identity = { cert: certificate, key: privateKey, ca: authority };
  const demands = { requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.3" } as const;
  const handshakeTimeout = REQUEST_TIMEOUT_MS;
  try {
    return createTlsServer({ ...LIMITS, ...identity, ...demands, handshakeTimeout }, listener);
  } catch (cause) {
    const advice = "correct SIGNER_TLS_CERT, SIGNER_TLS_KEY and SIGNER_TLS_CA";
    throw new TlsUnusable(`The signer's certificate or key cannot be used: ${advice}.`, { cause });
  }
}

function listenOnPort(server: Server, { host, port }: TlsEndpoint): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new TlsUnusable(`Nothing can listen on ${host}:${port}: correct SIGNER_TLS_ADDRESS.`, { cause }),
      ),
    );
    server.listen(port, host, resolve);
  });
}
