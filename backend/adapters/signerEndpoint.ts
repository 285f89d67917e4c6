import { readFile } from "node:fs/promises";
import { FairhouseError } from "#domain/errors.ts";

/** Where a signer is reached: a Unix socket on this machine, or TLS with certificates on both sides. */
export type SignerEndpoint = { readonly kind: "socket"; readonly path: string } | TlsEndpoint;

export interface TlsEndpoint {
  readonly kind: "tls";
  readonly host: string;
  readonly port: number;
  /** The own certificate and its key, and the authority that the other side's must come from; PEM. */
  readonly certificate: Buffer;
  readonly privateKey: Buffer;
  readonly authority: Buffer;
}

/** The settings that say where the signer is; the same names on both sides. */
export interface EndpointSettings {
  readonly SIGNER_SOCKET?: string | undefined;
  readonly SIGNER_TLS_ADDRESS?: string | undefined;
  readonly SIGNER_TLS_CERT?: string | undefined;
  readonly SIGNER_TLS_KEY?: string | undefined;
  readonly SIGNER_TLS_CA?: string | undefined;
}

/** The way to the signer is not said, or said twice; the message names the settings. */
export class SignerEndpointInvalid extends FairhouseError {
  readonly code = "SIGNER_ENDPOINT_INVALID";
}

/** Reads where the signer is, and the certificates for it. @throws SignerEndpointInvalid */
export async function signerEndpoint(settings: EndpointSettings): Promise<SignerEndpoint> {
  const { SIGNER_SOCKET: path, SIGNER_TLS_ADDRESS: address } = settings;
  if ((path === undefined) === (address === undefined)) {
    throw new SignerEndpointInvalid(
      "Set SIGNER_SOCKET, or SIGNER_TLS_ADDRESS with its certificates: one of both.",
    );
  }
  if (path !== undefined) return { kind: "socket", path };
  const { host, port } = splitAddress(address ?? "");
  const [certificate, privateKey, authority] = await Promise.all([
    readPem("SIGNER_TLS_CERT", settings.SIGNER_TLS_CERT),
    readPem("SIGNER_TLS_KEY", settings.SIGNER_TLS_KEY),
    readPem("SIGNER_TLS_CA", settings.SIGNER_TLS_CA),
  ]);
  return { kind: "tls", host, port, certificate, privateKey, authority };
}

/** For messages and logs. */
export function endpointName(endpoint: SignerEndpoint): string {
  return endpoint.kind === "socket" ? endpoint.path : `${endpoint.host}:${endpoint.port}`;
}

/** "10.0.0.5:7443" or "[::1]:7443". */
function splitAddress(address: string): { host: string; port: number } {
  const { hostname, port } = new URL(`tls://${address}`);
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) };
}

async function readPem(name: string, path: string | undefined): Promise<Buffer> {
  if (path === undefined)
    throw new SignerEndpointInvalid(`SIGNER_TLS_ADDRESS needs ${name} too: set it to a PEM file.`);
  try {
    return await readFile(path);
  } catch (cause) {
    throw new SignerEndpointInvalid(`The file ${path} cannot be read: set ${name} to a PEM file.`, { cause });
  }
}
