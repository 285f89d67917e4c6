import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectionOptions, connect as tlsConnect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSignerClient, SignerUnavailable } from "#backend/adapters/signerClient.ts";
import { SignerEndpointInvalid, signerEndpoint, type TlsEndpoint } from "#backend/adapters/signerEndpoint.ts";
import { listenAsSigner, TlsUnusable } from "#backend/adapters/signerServer.ts";

const ADDRESS = `0x${"5a".repeat(20)}`;

let folder: string;
let requests = 0;
let server: Awaited<ReturnType<typeof listenAsSigner>>;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-tls-"));
  makeAuthority("house");
  makeAuthority("stranger");
  for (const name of ["signer", "worker"]) makeCertificate(name, "house");
  makeCertificate("impostor", "stranger");
  server = await listenAsSigner(await endpointOf("signer", "house", 0), (_request, response) => {
    requests += 1;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ address: ADDRESS }));
  });
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string) => join(folder, name);
const pem = (name: string) => readFileSync(file(name));

function openssl(...args: string[]): void {
  execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
}

function makeAuthority(name: string): void {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", `${name}.key`];
  openssl("req", "-x509", ...key, "-out", `${name}.pem`, "-subj", `/CN=${name}`, "-days", "2");
}

function makeCertificate(name: string, authority: string): void {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", `${name}.key`];
  openssl("req", ...key, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
  writeFileSync(file(`${name}.ext`), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
  const signed = ["-CA", `${authority}.pem`, "-CAkey", `${authority}.key`, "-CAcreateserial", "-days", "2"];
  openssl("x509", "-req", "-in", `${name}.csr`, ...signed, "-extfile", `${name}.ext`, "-out", `${name}.pem`);
}

async function endpointOf(own: string, authority: string, at = port): Promise<TlsEndpoint> {
  const endpoint = await signerEndpoint({
    SIGNER_TLS_ADDRESS: `127.0.0.1:${at}`,
    SIGNER_TLS_CERT: file(`${own}.pem`),
    SIGNER_TLS_KEY: file(`${own}.key`),
    SIGNER_TLS_CA: file(`${authority}.pem`),
  });
  if (endpoint.kind !== "tls") throw new Error("not TLS");
  return endpoint;
}

/** How a handshake of one's own ends: the protocol spoken, or the failure. */
function handshake(options: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    const socket = tlsConnect({ host: "127.0.0.1", port, ca: pem("house.pem"), ...options });
    const end = (outcome: string) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.on("error", (error) => end(error.message));
    // With TLS 1.3 the server's verdict on the client comes after the client's own end of the handshake.
    socket.on("secureConnect", () => socket.write("GET /address HTTP/1.1\r\nhost: signer\r\n\r\n"));
    socket.on("data", () => end(`answered over ${socket.getProtocol()}`));
    socket.on("close", () => end("closed"));
  });
}

describe("listenAsSigner", () => {
  test("default: client and server with certificates of the authority talk over TLS 1.3", async () => {
    const client = createSignerClient(await endpointOf("worker", "house"));
    expect(await client.address()).toBe(ADDRESS);
    const identity = { cert: pem("worker.pem"), key: pem("worker.key") };
    expect(await handshake(identity)).toBe("answered over TLSv1.3");
  });

  test("behavior: without a certificate, or with a stranger's, nothing is answered", async () => {
    const before = requests;
    expect(await handshake({})).toMatch(/certificate required|closed|ECONNRESET/);
    const strange = { cert: pem("impostor.pem"), key: pem("impostor.key") };
    expect(await handshake(strange)).toMatch(/unknown ca|closed|ECONNRESET/);
    const client = createSignerClient(await endpointOf("impostor", "house"));
    await expect(client.address()).rejects.toThrow(SignerUnavailable);
    expect(requests).toBe(before);
  });

  test("behavior: TLS 1.2 and plain HTTP are not spoken", async () => {
    const before = requests;
    const identity = { cert: pem("worker.pem"), key: pem("worker.key") };
    expect(await handshake({ ...identity, maxVersion: "TLSv1.2" })).toMatch(/protocol version|closed/);
    await expect(fetch(`http://127.0.0.1:${port}/address`)).rejects.toThrow();
    expect(requests).toBe(before);
  });

  test("behavior: a client does not trust a signer of another authority", async () => {
    const client = createSignerClient(await endpointOf("worker", "stranger"));
    await expect(client.address()).rejects.toThrow(SignerUnavailable);
  });

  test("error: TlsUnusable when certificate and key do not belong together, or the port is taken", async () => {
    const endpoint = await endpointOf("signer", "house");
    const mixed = { ...endpoint, privateKey: pem("worker.key") };
    await expect(listenAsSigner(mixed, () => undefined)).rejects.toThrow(TlsUnusable);
    await expect(listenAsSigner(endpoint, () => undefined)).rejects.toThrow(/SIGNER_TLS_ADDRESS/);
  });
});

describe("signerEndpoint", () => {
  test("default: a socket", async () => {
    expect(await signerEndpoint({ SIGNER_SOCKET: "/run/s.sock" })).toEqual({
      kind: "socket",
      path: "/run/s.sock",
    });
  });

  test("behavior: an IPv6 address", async () => {
    const files = {
      SIGNER_TLS_CERT: file("signer.pem"),
      SIGNER_TLS_KEY: file("signer.key"),
      SIGNER_TLS_CA: file("house.pem"),
    };
    const endpoint = await signerEndpoint({ SIGNER_TLS_ADDRESS: "[::1]:7443", ...files });
    expect(endpoint).toMatchObject({ host: "::1", port: 7443 });
  });

  test("error: SignerEndpointInvalid names what is missing", async () => {
    const cases = [
      [{}, /SIGNER_SOCKET, or SIGNER_TLS_ADDRESS/],
      [{ SIGNER_SOCKET: "/s", SIGNER_TLS_ADDRESS: "h:1" }, /one of both/],
      [{ SIGNER_TLS_ADDRESS: "h:1" }, /SIGNER_TLS_CERT/],
      [{ SIGNER_TLS_ADDRESS: "h:1", SIGNER_TLS_CERT: "/none.pem" }, /none.pem cannot be read|SIGNER_TLS_KEY/],
    ] as const;
    for (const [settings, sentence] of cases) {
      await expect(signerEndpoint(settings)).rejects.toThrow(SignerEndpointInvalid);
      await expect(signerEndpoint(settings)).rejects.toThrow(sentence);
    }
  });
});
