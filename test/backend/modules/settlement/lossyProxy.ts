import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";

export interface LossyProxy {
  readonly url: string;
  readonly lost: { requests: number; replies: number };
  close(): Promise<void>;
}

/** Stands before a node and loses a share of the requests, and of the replies to those that it passed on. */
export async function startLossyProxy(
  target: string,
  { seed, requestLoss, replyLoss }: { seed: number; requestLoss: number; replyLoss: number },
): Promise<LossyProxy> {
  const random = mulberry32(seed);
  const lost = { requests: 0, replies: 0 };
  const server = createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    if (random() < requestLoss) {
      lost.requests += 1;
      incoming.socket.destroy();
      return;
    }
    const losesReply = random() < replyLoss;
    const headers = { "content-type": "application/json", "content-length": body.length };
    const onward = request(target, { method: "POST", headers }, async (answer) => {
      const text = await readAll(answer);
      if (losesReply) {
        lost.replies += 1;
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
    lost,
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

/** A small seeded generator, uniform on [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
