import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { Random } from "#test/indexer/support/random.ts";

export interface ProxyFaults {
  /** Shares of all requests, from 0 to 1. */
  readonly requestLoss: number;
  readonly replyLoss: number;
  /** Share of the questions for a receipt that are answered "not mined yet". */
  readonly receiptDelay: number;
}

export interface FaultyProxy {
  readonly url: string;
  readonly seen: { requests: number; lostRequests: number; lostReplies: number; delayedReceipts: number };
  close(): Promise<void>;
}

const NO_RESULT = (id: unknown) => JSON.stringify({ jsonrpc: "2.0", id, result: null });

/** Stands before a node: loses requests, loses replies to requests that it passed on, and hides receipts. */
export async function startFaultyProxy(
  target: string,
  random: Random,
  { requestLoss, replyLoss, receiptDelay }: ProxyFaults,
): Promise<FaultyProxy> {
  const seen = { requests: 0, lostRequests: 0, lostReplies: 0, delayedReceipts: 0 };
  const server = createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    seen.requests += 1;
    if (random.chance(requestLoss)) {
      seen.lostRequests += 1;
      incoming.socket.destroy();
      return;
    }
    const { id, method } = JSON.parse(body.toString()) as { id: unknown; method: string };
    if (method === "eth_getTransactionReceipt" && random.chance(receiptDelay)) {
      seen.delayedReceipts += 1;
      outgoing.writeHead(200, { "content-type": "application/json" }).end(NO_RESULT(id));
      return;
    }
    const losesReply = random.chance(replyLoss);
    const headers = { "content-type": "application/json", "content-length": body.length };
    const onward = request(target, { method: "POST", headers }, async (answer) => {
      const text = await readAll(answer);
      if (losesReply) {
        seen.lostReplies += 1;
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, { "content-type": "application/json" }).end(text);
    });
    onward.on("error", () => incoming.socket.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
