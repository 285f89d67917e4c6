import { z } from "zod";
import { ChainRpcError } from "#scripts/runtime/errors.ts";

const RPC_TIMEOUT_MS = 60_000;

const Answer = z.union([
  z.object({ result: z.unknown() }),
  z.object({ error: z.object({ code: z.number(), message: z.string() }) }),
]);

/** One JSON-RPC request to the local chain. @throws ChainRpcError when it answers with an error. */
export async function chainRpc(
  url: string,
  method: string,
  params: readonly unknown[] = [],
): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    signal: AbortSignal.timeout(RPC_TIMEOUT_MS),
  });
  const answer = Answer.parse(await response.json());
  if ("error" in answer) throw new ChainRpcError(`${method}: ${answer.error.message}`);
  return answer.result;
}
