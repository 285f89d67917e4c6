import { z } from "zod";
import { FairhouseError } from "#domain/errors.ts";

/** Asks a node of a chain one question (JSON-RPC). @throws NodeUnreachable, NodeRefused */
export type Node = (method: string, params: readonly unknown[]) => Promise<unknown>;

const TIMEOUT_MS = 10_000;

const answer = z.union([
  z.object({ error: z.object({ message: z.string() }) }),
  z.object({ result: z.unknown() }),
]);

/** The node behind an address. */
export function nodeAt(rpcUrl: string): Node {
  return async (method, params) => {
    const parsed = answer.safeParse(await ask(rpcUrl, { jsonrpc: "2.0", id: 1, method, params }));
    if (!parsed.success) throw new NodeUnreachable(rpcUrl, { cause: parsed.error });
    if ("error" in parsed.data) throw new NodeRefused(parsed.data.error.message);
    return parsed.data.result;
  };
}

/** The node that a wallet brings. */
export function nodeOfWallet(provider: {
  request(call: { readonly method: string; readonly params: readonly unknown[] }): Promise<unknown>;
}): Node {
  return async (method, params) => {
    try {
      return await provider.request({ method, params });
    } catch (cause) {
      throw new NodeRefused(cause instanceof Error ? cause.message : String(cause), { cause });
    }
  };
}

async function ask(rpcUrl: string, question: unknown): Promise<unknown> {
  try {
    const response = await fetch(rpcUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(question),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await response.json();
  } catch (cause) {
    throw new NodeUnreachable(rpcUrl, { cause });
  }
}

/** Nobody answers at the node's address, or not in time, or not in its language. */
export class NodeUnreachable extends FairhouseError {
  readonly code = "NODE_UNREACHABLE";
  readonly rpcUrl: string;

  constructor(rpcUrl: string, options?: ErrorOptions) {
    super(`The node at ${rpcUrl} does not answer. Try again, or ask another one.`, options);
    this.rpcUrl = rpcUrl;
  }
}

/** The node answers, but not to this question. */
export class NodeRefused extends FairhouseError {
  readonly code = "NODE_REFUSED";
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`The node refused to answer: ${reason}`, options);
    this.reason = reason;
  }
}
