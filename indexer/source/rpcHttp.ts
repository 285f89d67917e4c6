import { parseJson } from "#domain/parseJson.ts";
import { readChunks, readText } from "#indexer/source/answerBody.ts";
import {
  BatchRefused,
  type RpcAnswer,
  type RpcCall,
  readAnswers,
  requestOf,
} from "#indexer/source/jsonRpcAnswer.ts";
import { createPatience, type Patience } from "#indexer/source/patience.ts";
import { retryAfterMs } from "#indexer/source/retryAfter.ts";
import { ofStatus, ofTransport, RpcFailure } from "#indexer/source/rpcFailure.ts";

/** How long a node may take until its answer begins, and between two parts of it. */
const SILENCE_TIMEOUT_MS = 10_000;
/** What servers say to a batch that is larger than they take. */
const BATCH_REFUSING_STATUSES = new Set([400, 413]);

/** An HTTP request that ended, for those who count. */
export interface RequestRecord {
  readonly calls: number;
  readonly durationMs: number;
}

export interface RpcHttpOptions {
  readonly onRequest?: (record: RequestRecord) => void;
  /** In place of ten seconds. */
  readonly timeoutMs?: number;
}

/** JSON-RPC requests over HTTP, one POST each. */
export interface RpcHttp {
  /** Asks several things at once; the answers come in their order. */
  post(batch: readonly RpcCall[]): Promise<readonly RpcAnswer[]>;
  /** Asks one thing, and hands its body on as it arrives. `onEnd` is called once, however it ends. */
  stream(call: RpcCall, onEnd: () => void): Promise<AsyncIterable<Uint8Array>>;
}

export function createRpcHttp(url: string, options: RpcHttpOptions): RpcHttp {
  const { onRequest, timeoutMs = SILENCE_TIMEOUT_MS } = options;
  const target = targetOf(url);

  function send(body: string, patience: Patience): Promise<Response> {
    const { url: address, headers } = target;
    return patience.during(() => fetch(address, { method: "POST", headers, body, signal: patience.signal }));
  }

  return {
    async post(batch) {
      const startedAt = performance.now();
      const patience = createPatience(timeoutMs);
      try {
        const requests = batch.map(requestOf);
        const response = await send(JSON.stringify(requests.length === 1 ? requests[0] : requests), patience);
        return answersIn(response, await readText(response, patience), batch);
      } finally {
        onRequest?.({ calls: batch.length, durationMs: performance.now() - startedAt });
      }
    },

    async stream(call, onEnd) {
      const startedAt = performance.now();
      const patience = createPatience(timeoutMs);
      const end = () => {
        onRequest?.({ calls: 1, durationMs: performance.now() - startedAt });
        onEnd();
      };
      try {
        const response = await send(JSON.stringify(requestOf(call, 0)), patience);
        if (response.ok) return endingWith(end, readChunks(response, patience), call.method);
        const [answer] = answersIn(response, await readText(response, patience), [call]);
        throw answer !== undefined && "failure" in answer ? answer.failure : nonsense(call);
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}

/** What comes back when a server answers something else than JSON-RPC. */
export function nonsense({ method }: Pick<RpcCall, "method">): RpcFailure {
  const text = `${method} failed: the answer is no JSON-RPC.`;
  return new RpcFailure("retryable", text, { isOutage: true });
}

async function* endingWith(
  end: () => void,
  chunks: AsyncIterable<Uint8Array>,
  method: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw ofTransport(method, error);
  } finally {
    end();
  }
}

function answersIn(response: Response, body: string, batch: readonly RpcCall[]): readonly RpcAnswer[] {
  const answers = readAnswers(batch, parseJson(body));
  const restMs = retryAfterMs(response.headers.get("retry-after"), Date.now());
  const refusal = (method: string) => ofStatus(method, response.status, { body, retryAfterMs: restMs });
  // A rest that the header asks for says more than the text of the error beside it.
  if (answers !== undefined && (response.ok || restMs === undefined)) return answers;
  if (batch.length > 1 && BATCH_REFUSING_STATUSES.has(response.status)) {
    throw new BatchRefused(`HTTP ${response.status} to ${batch.length} calls at once`);
  }
  return batch.map((call) => ({ failure: response.ok ? nonsense(call) : refusal(call.method) }));
}

/** Addresses of requests must not hold a name and password: they go into a header. */
function targetOf(text: string): { readonly url: string; readonly headers: Record<string, string> } {
  const url = new URL(text);
  const headers = { "content-type": "application/json" };
  if (url.username === "" && url.password === "") return { url: url.href, headers };
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = "";
  url.password = "";
  const authorization = `Basic ${Buffer.from(credentials).toString("base64")}`;
  return { url: url.href, headers: { ...headers, authorization } };
}
