import type { z } from "zod";
import { problem } from "#domain/api/problem.ts";
import { ApiAnswerInvalid, ApiProblem, ApiTimedOut, ApiUnreachable } from "@/lib/api/apiErrors";

const TIMEOUT_MS = 10_000;

export type ApiCall<Schema extends z.ZodType> = {
  readonly path: string;
  /** What the answer must be; anything else is refused. */
  readonly schema: Schema;
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly body?: unknown;
  /** Makes a request that moves money safe to repeat. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal | undefined;
};

/** Where access tokens come from. */
export type TokenSource = {
  current(): string | null;
  /** A token newer than the one refused, or null when the session is over. */
  renew(refused: string): Promise<string | null>;
};

export type Api = {
  readonly url: string;
  request<Schema extends z.ZodType>(call: ApiCall<Schema>): Promise<z.output<Schema>>;
};

/** The API, spoken to on behalf of whoever is signed in. A refused token is renewed once. */
export function createApi(url: string, tokens: TokenSource): Api {
  return {
    url,
    async request(call) {
      const token = tokens.current();
      const response = await send(url, call, token);
      if (response.status !== 401 || token === null) return read(response, call);
      const renewed = await tokens.renew(token);
      return read(renewed === null ? response : await send(url, call, renewed), call);
    },
  };
}

/** One request without a session, e.g. the one that starts it. */
export async function requestAnonymously<Schema extends z.ZodType>(
  url: string,
  call: ApiCall<Schema>,
): Promise<z.output<Schema>> {
  return read(await send(url, call, null), call);
}

async function send(url: string, call: ApiCall<z.ZodType>, token: string | null): Promise<Response> {
  const headers = new Headers({ Accept: "application/json" });
  if (token !== null) headers.set("Authorization", `Bearer ${token}`);
  if (call.body !== undefined) headers.set("Content-Type", "application/json");
  if (call.idempotencyKey !== undefined) headers.set("Idempotency-Key", call.idempotencyKey);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(`${url}/v1${call.path}`, {
      method: call.method ?? "GET",
      headers,
      // The refresh token is a cookie of the API's own origin.
      credentials: "include",
      cache: "no-store",
      signal: call.signal === undefined ? timeout : AbortSignal.any([call.signal, timeout]),
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
  } catch (cause) {
    if (call.signal?.aborted) throw cause;
    throw timeout.aborted ? new ApiTimedOut({ cause }) : new ApiUnreachable({ cause });
  }
}

async function read<Schema extends z.ZodType>(
  response: Response,
  call: ApiCall<Schema>,
): Promise<z.output<Schema>> {
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => undefined);
  if (!response.ok) {
    const refusal = problem.safeParse(answer);
    throw refusal.success ? new ApiProblem(refusal.data) : new ApiUnreachable();
  }
  const parsed = call.schema.safeParse(answer);
  if (!parsed.success) throw new ApiAnswerInvalid(call.path, { cause: parsed.error });
  return parsed.data;
}
