import type { Patience } from "#indexer/source/patience.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

/** No answer that is kept in memory as a whole is larger: a longer one is refused before it fills it. */
const MAX_ANSWER_BYTES = 64 * 1_024 * 1_024;

/** The body of an answer. @throws RpcFailure of kind `limit` when it is larger than any that was meant */
export async function readText(response: Response, patience: Patience): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of readChunks(response, patience)) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) {
      throw new RpcFailure("limit", `The answer has more than ${MAX_ANSWER_BYTES} bytes: ask for less.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes).toString("utf8");
}

/** The body of an answer, part by part. Whoever stops reading ends the request. */
export async function* readChunks(response: Response, patience: Patience): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await patience.during(() => reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
