import { z } from "zod";
import { parseJson } from "#domain/parseJson.ts";
import { hashShape, quantityShape } from "#indexer/source/shapes.ts";

/** A block that a node announced. */
export interface AnnouncedHead {
  readonly number: bigint;
  readonly hash: string;
}

/** Why a socket is no longer listened to. */
export type SocketEnd =
  | { readonly kind: "stopped" }
  | { readonly kind: "closed" }
  /** It said nothing for too long, although the chain went on or nobody answered. */
  | { readonly kind: "silent" }
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "wrong_chain"; readonly detail: string };

export interface HeadSocketOptions {
  readonly chainId: number;
  readonly signal: AbortSignal;
  readonly onConnected: () => void;
  readonly onHead: (head: AnnouncedHead) => void;
  /** How long it may say nothing before it is asked whether it is still there. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 30_000;
const CHAIN_CALL = 1;
const SUBSCRIBE_CALL = 2;
const HEAD_CALL = 3;
const MAX_DETAIL_CHARACTERS = 200;

const headShape = z.object({ number: quantityShape, hash: hashShape });
const messageShape = z.union([
  z.object({
    method: z.literal("eth_subscription"),
    params: z.object({ result: headShape }),
  }),
  z.object({ id: z.number(), result: z.string() }),
  z.object({ id: z.number().nullable(), error: z.object({ message: z.string() }) }),
]);

/**
 * Subscribes to a node's new blocks, once it has said that it serves the right chain, and listens until the
 * socket ends. Never throws: sockets end in many ways, and all of them mean to connect again.
 */
export function followHeads(url: string, options: HeadSocketOptions): Promise<SocketEnd> {
  const { chainId, signal, onConnected, onHead, silenceMs = SILENCE_MS } = options;
  const { promise, resolve } = Promise.withResolvers<SocketEnd>();
  if (signal.aborted) return Promise.resolve({ kind: "stopped" });
  const socket = new WebSocket(url);
  let highest = -1n;
  let isAsking = false;
  // The same wait serves for a socket that does not open, a call without answer and a subscription that died.
  let watchdog = setTimeout(onSilence, silenceMs);

  function end(reason: SocketEnd): void {
    clearTimeout(watchdog);
    signal.removeEventListener("abort", onAbort);
    socket.close();
    resolve(reason);
  }

  function onAbort(): void {
    end({ kind: "stopped" });
  }

  function call(id: number, method: string, params: readonly unknown[]): void {
    socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
  }

  function onSilence(): void {
    if (socket.readyState !== WebSocket.OPEN || isAsking) {
      end({ kind: "silent" });
      return;
    }
    isAsking = true;
    call(HEAD_CALL, "eth_blockNumber", []);
    watchdog = setTimeout(onSilence, silenceMs);
  }

  function onAnswer(id: number, result: string): void {
    const number = quantityShape.safeParse(result).data;
    if (id === CHAIN_CALL) {
      if (number === BigInt(chainId)) call(SUBSCRIBE_CALL, "eth_subscribe", ["newHeads"]);
      else end({ kind: "wrong_chain", detail: `it serves chain ${number ?? "?"}, not ${chainId}` });
    } else if (id === SUBSCRIBE_CALL) {
      onConnected();
    } else if (highest >= 0n && number !== undefined && number > highest) {
      // A chain may stand still; one that went on without a word means that the subscription is dead.
      end({ kind: "silent" });
    } else {
      highest = number ?? highest;
      isAsking = false;
    }
  }

  function onAnnounced(head: AnnouncedHead): void {
    if (head.number > highest) highest = head.number;
    isAsking = false;
    clearTimeout(watchdog);
    watchdog = setTimeout(onSilence, silenceMs);
    onHead(head);
  }

  socket.addEventListener("open", () => call(CHAIN_CALL, "eth_chainId", []));
  socket.addEventListener("error", () => end({ kind: "closed" }));
  socket.addEventListener("close", () => end({ kind: "closed" }));
  socket.addEventListener("message", ({ data }) => {
    const message = messageShape.safeParse(typeof data === "string" ? parseJson(data) : undefined).data;
    if (message === undefined || signal.aborted) return;
    if ("params" in message) onAnnounced(message.params.result);
    else if ("result" in message) onAnswer(message.id, message.result);
    else end({ kind: "refused", detail: message.error.message.slice(0, MAX_DETAIL_CHARACTERS) });
  });
  signal.addEventListener("abort", onAbort, { once: true });
  return promise;
}
