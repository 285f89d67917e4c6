import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { type Answer, createAnswerer, RpcFault } from "./answer.ts";
import { type Marks, serverOptions } from "./protocol.ts";
import { SimulatedChain } from "./simulatedChain.ts";

const call = z.object({
  id: z.union([z.number(), z.string(), z.null()]).default(null),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});
const body = z.union([call, z.array(call)]);

const SUBSCRIPTION = "0x1";
const SUBSCRIBED = JSON.stringify(SUBSCRIPTION);
/** Clients keep connections; one that closes while a request is on its way would look like a fault. */
const KEEP_ALIVE_MS = 600_000;
const INTERNAL_ERROR = -32_603;

/** The chain's process: JSON-RPC over HTTP and WebSocket, and what the bench itself asks (`bench_…`). */
const options = serverOptions.parse(JSON.parse(process.argv[2] ?? ""));
const chain = new SimulatedChain(options.shape);
const answerNode = createAnswerer(chain);
const subscribers = new Set<WebSocket>();
let marks: Marks = noMarks();

const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
  respond(request, response).catch((error: unknown) => response.destroy(asError(error)));
});
new WebSocketServer({ server }).on("connection", (socket) => {
  socket.on("message", (data) => socket.send(Buffer.concat(reply(String(data), socket)), { binary: false }));
  socket.on("close", () => subscribers.delete(socket));
});
server.listen(options.port, "127.0.0.1");

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const parts = reply(Buffer.concat(chunks).toString(), undefined);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  response.writeHead(200, { "content-type": "application/json", "content-length": length });
  response.cork();
  for (const part of parts) response.write(part);
  response.end();
  response.uncork();
}

function reply(text: string, socket: WebSocket | undefined): Buffer[] {
  const parsed = body.parse(JSON.parse(text));
  if (!Array.isArray(parsed)) return replyTo(parsed, socket);
  const replies = parsed.flatMap((one, index) => [
    Buffer.from(index === 0 ? "[" : ","),
    ...replyTo(one, socket),
  ]);
  return [...replies, Buffer.from("]")];
}

function replyTo({ id, method, params }: z.output<typeof call>, socket: WebSocket | undefined): Buffer[] {
  const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},`;
  try {
    const result = answer(method, params, socket);
    if (typeof result === "string") return [Buffer.from(`${head}"result":${result}}`)];
    return [Buffer.from(`${head}"result":`), result, Buffer.from("}")];
  } catch (error) {
    const { message } = asError(error);
    const code = error instanceof RpcFault ? error.code : INTERNAL_ERROR;
    return [Buffer.from(`${head}"error":${JSON.stringify({ code, message })}}`)];
  }
}

function answer(method: string, params: readonly unknown[], socket: WebSocket | undefined): Answer {
  switch (method) {
    case "bench_mine":
      return JSON.stringify(mine(z.number().int().min(0).parse(params[0])));
    case "bench_marks":
      return JSON.stringify(marks);
    case "bench_forget":
      marks = noMarks();
      return "null";
    case "eth_subscribe":
      if (params[0] !== "newHeads" || socket === undefined) break;
      subscribers.add(socket);
      return SUBSCRIBED;
    case "eth_unsubscribe":
      if (socket !== undefined) subscribers.delete(socket);
      return "true";
  }
  note(method);
  return answerNode(method, params);
}

function note(method: string): void {
  marks.calls[method] = (marks.calls[method] ?? 0) + 1;
  marks.firstCallAt ??= Date.now();
  if (method === "eth_getLogs") marks.firstLogsAt ??= Date.now();
}

/** Makes a block, and tells everyone who listens. */
function mine(deposits: number): { number: number; minedAt: number } {
  const number = chain.mine(deposits);
  const minedAt = Date.now();
  const params = `{"subscription":${SUBSCRIBED},"result":${chain.announcement(number)}}`;
  const text = `{"jsonrpc":"2.0","method":"eth_subscription","params":${params}}`;
  for (const socket of subscribers) socket.send(text);
  return { number, minedAt };
}

function noMarks(): Marks {
  return { calls: {} };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
