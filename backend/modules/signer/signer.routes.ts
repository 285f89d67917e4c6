import { createHash } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { z } from "zod";
import type { Log } from "#backend/adapters/log.ts";
import {
  headroomRequest,
  MAX_REQUEST_BYTES,
  type Refusal,
  signBatchRequest,
  signEntryIntentRequest,
} from "#backend/adapters/signerProtocol.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";
import type { SignerService } from "./signer.service.ts";

/** A request that could not be read; answered like any other refusal. */
class Malformed extends Error {
  readonly requestHash: string;

  constructor(message: string, requestHash: string) {
    super(message);
    this.requestHash = requestHash;
  }
}

type Answer = { readonly status: number; readonly body: unknown };

/** The signer's whole interface. It is served only where callers have proven who they are. */
export function createSignerListener(service: SignerService, log: Log): RequestListener {
  return (request, response) => {
    answer(service, request)
      .catch((error: unknown) => answerFailure(error, service, log))
      .catch((error: unknown) => {
        // Not even the log can be written: say nothing about the request, only that there is no signature.
        log.fatal({ err: error }, "the signer's store failed");
        return { status: 500, body: { message: "The signer failed; see its log." } };
      })
      .then((result) => send(response, result));
  };
}

async function answer(service: SignerService, request: IncomingMessage): Promise<Answer> {
  switch (`${request.method} ${request.url}`) {
    case "GET /livez":
      return { status: 200, body: { status: "ok" } };
    case "GET /address":
      return { status: 200, body: { address: service.address() } };
    case "POST /headroom": {
      const { input } = await readBody(request, headroomRequest);
      const { payment, batch, recipients } = service.headroom(input);
      const body = {
        payment: payment === null ? null : String(payment),
        batch: String(batch),
        recipients: recipients.map(String),
      };
      return { status: 200, body };
    }
    case "POST /sign-batch": {
      const { input, requestHash } = await readBody(request, signBatchRequest);
      const { signature, digest } = await service.signBatch(input, requestHash);
      return { status: 200, body: { signature, digest } };
    }
    case "POST /sign-entry-intent": {
      const { input, requestHash } = await readBody(request, signEntryIntentRequest);
      const { signature, digest } = await service.signEntryIntent(input, requestHash);
      return { status: 200, body: { signature, digest } };
    }
    default: {
      const paths = "/address, /livez, /headroom, /sign-batch and /sign-entry-intent";
      return { status: 404, body: { message: `The signer answers ${paths}.` } };
    }
  }
}

async function answerFailure(error: unknown, service: SignerService, log: Log): Promise<Answer> {
  if (error instanceof Malformed) {
    await service.logMalformed(error.requestHash);
    log.warn({ reason: "REQUEST_MALFORMED" }, "refused to sign");
    return { status: 400, body: { reason: "REQUEST_MALFORMED", message: error.message } satisfies Refusal };
  }
  if (error instanceof SigningRefused) {
    log.warn({ reason: error.reason }, "refused to sign");
    return { status: 422, body: { reason: error.reason, message: error.message } satisfies Refusal };
  }
  log.error({ err: error }, "signing failed");
  return { status: 500, body: { message: "The signer failed; see its log." } };
}

async function readBody<Shape extends z.ZodType>(
  request: IncomingMessage,
  shape: Shape,
): Promise<{ input: z.output<Shape>; requestHash: string }> {
  const bytes = await readBytes(request);
  const requestHash = createHash("sha256").update(bytes).digest("hex");
  const parsed = shape.safeParse(parseJson(bytes, requestHash));
  if (parsed.success) return { input: parsed.data, requestHash };
  const faults = parsed.error.issues.slice(0, 10).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Malformed(faults.join("; "), requestHash);
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_REQUEST_BYTES)
      throw new Malformed(`A request has at most ${MAX_REQUEST_BYTES} bytes.`, "");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Buffer, requestHash: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new Malformed("The request is no JSON.", requestHash);
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify(body));
}
