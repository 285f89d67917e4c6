import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { request as tlsRequest } from "node:https";
import type { z } from "zod";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { parseJson } from "#domain/parseJson.ts";
import type { SigningRequest } from "#domain/settlement/judgeBatch.ts";
import type { EntrySigningRequest } from "#domain/settlement/judgeEntryIntent.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";
import { endpointName, type SignerEndpoint } from "./signerEndpoint.ts";
import {
  addressResponse,
  type HeadroomAnswer,
  type HeadroomQuestion,
  headroomResponse,
  refusalResponse,
  signedResponse,
} from "./signerProtocol.ts";

/** The signer could not be asked, or did not answer as a signer does. Asking again is safe. */
export class SignerUnavailable extends FairhouseError {
  readonly code = "SIGNER_UNAVAILABLE";
}

export interface SignerClient {
  address(): Promise<EvmAddress>;
  headroom(question: HeadroomQuestion): Promise<HeadroomAnswer>;
  /** @throws SigningRefused, SignerUnavailable */
  signBatch(request: SigningRequest): Promise<{ signature: Hex; digest: Hex }>;
  /** @throws SigningRefused, SignerUnavailable */
  signEntryIntent(request: EntrySigningRequest): Promise<{ signature: Hex; digest: Hex }>;
}

/** Longer than the signer waits for a chain. */
const TIMEOUT_MS = 15_000;
const MAX_RESPONSE_BYTES = 262_144;

/** Asks the signer process; a path alone is that of its Unix socket. */
export function createSignerClient(where: SignerEndpoint | string): SignerClient {
  const endpoint = typeof where === "string" ? ({ kind: "socket", path: where } as const) : where;

  async function call<Shape extends z.ZodType>(
    { method, path, body }: { method: "GET" | "POST"; path: string; body?: unknown },
    shape: Shape,
  ): Promise<z.output<Shape>> {
    const text = body === undefined ? "" : JSON.stringify(body, bigintAsText);
    const answer = await exchange({ endpoint, method, path, text });
    const json = parseJson(answer.text);
    const refusal = refusalResponse.safeParse(json);
    if (refusal.success) throw new SigningRefused(refusal.data.reason, refusal.data.message);
    const parsed = shape.safeParse(json);
    if (answer.status === 200 && parsed.success) return parsed.data;
    throw new SignerUnavailable(`The signer answered ${answer.status} to ${path}: see the signer's log.`);
  }

  return {
    async address() {
      return (await call({ method: "GET", path: "/address" }, addressResponse)).address;
    },
    headroom: (question) => call({ method: "POST", path: "/headroom", body: question }, headroomResponse),
    signBatch: (wanted) => call({ method: "POST", path: "/sign-batch", body: wanted }, signedResponse),
    signEntryIntent: (wanted) =>
      call({ method: "POST", path: "/sign-entry-intent", body: wanted }, signedResponse),
  };
}

interface Exchange {
  readonly endpoint: SignerEndpoint;
  readonly method: string;
  readonly path: string;
  readonly text: string;
}

function exchange(wanted: Exchange): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => {
      const name = endpointName(wanted.endpoint);
      reject(new SignerUnavailable(`The signer does not answer on ${name}: start it.`, { cause }));
    };
    const outgoing = open(wanted, (response) => {
      let received = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        received += chunk;
        if (received.length > MAX_RESPONSE_BYTES) response.destroy(new Error("the answer is too long"));
      });
      response.on("error", fail);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: received }));
    });
    outgoing.on("error", fail);
    outgoing.end(wanted.text);
  });
}

function open(
  { endpoint, method, path, text }: Exchange,
  onAnswer: (response: IncomingMessage) => void,
): ClientRequest {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const options = { method, path, headers, signal };
  if (endpoint.kind === "socket") return request({ ...options, socketPath: endpoint.path }, onAnswer);
  const { host, port, certificate: cert, privateKey: key, authority: ca } = endpoint;
  const identity = { cert, key, ca, minVersion: "TLSv1.3" } as const;
  return tlsRequest({ ...options, ...identity, host, port }, onAnswer);
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
