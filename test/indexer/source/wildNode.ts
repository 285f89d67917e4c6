import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import type { Hex } from "#domain/chain/hex.ts";
import { EMPTY_BLOOM } from "../support/bloom.ts";
import { hashOf } from "../support/simulatedChain.ts";

export interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What happens to a whole HTTP request in place of an answer. */
export type Mishap =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** It is accepted and never answered. */
  | { readonly kind: "hang" }
  /** Its answer begins and never ends. */
  | { readonly kind: "drip" };

/** A node as they are out there: over HTTP and WebSockets, with a chain of its own, and every bad habit a test wants. */
export class WildNode {
  readonly calls: string[] = [];
  /** HTTP requests that are being answered, and the most that ever were at once. */
  open = 0;
  mostOpen = 0;
  chainId = 31_337;
  headNumber = 100n;
  finalizedNumber: bigint | undefined;
  /** Blocks of this node alone from here on. */
  forkedFrom: bigint | undefined;
  logsBloom: Hex = EMPTY_BLOOM;
  logs: readonly unknown[] = [];
  receipts: readonly unknown[] | undefined;
  delayMs = 0;
  mishap: Mishap | undefined;
  /** Answers of the test's own, by method. */
  answers = new Map<string, (call: Call) => unknown>();
  /** Whether subscriptions are answered and then forgotten. */
  isMute = false;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #subscribers = new Set<WebSocket>();
  #port = 0;

  static async start(): Promise<WildNode> {
    const node = new WildNode();
    await new Promise<void>((resolve) => node.#server.listen(0, "127.0.0.1", resolve));
    const address = node.#server.address();
    node.#port = typeof address === "object" && address !== null ? address.port : 0;
    node.#server.on("upgrade", (request, socket, head) =>
      node.#sockets.handleUpgrade(request, socket, head, (client) => node.#listen(client)),
    );
    return node;
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }
  get url(): string {
    return `http://${this.host}`;
  }
  get wsUrl(): string {
    return `ws://${this.host}`;
  }

  header(number: bigint) {
    const name = (block: bigint) =>
      this.forkedFrom !== undefined && block >= this.forkedFrom ? `${this.#port}/${block}` : `${block}`;
    return {
      number: `0x${number.toString(16)}`,
      hash: hashOf(name(number)),
      parentHash: hashOf(name(number - 1n)),
      timestamp: `0x${(1_700_000_000n + number).toString(16)}`,
      logsBloom: this.logsBloom,
    };
  }

  /** Tells all subscribers of a block. */
  announce(number: bigint, header: unknown = this.header(number)): void {
    const params = { subscription: "0x1", result: header };
    for (const client of this.#subscribers)
      client.send(JSON.stringify({ jsonrpc: "2.0", method: "eth_subscription", params }));
  }

  get subscriberCount(): number {
    return this.#subscribers.size;
  }

  dropSockets(): void {
    for (const client of this.#sockets.clients) client.terminate();
  }

  async close(): Promise<void> {
    this.dropSockets();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #listen(client: WebSocket): void {
    client.on("close", () => this.#subscribers.delete(client));
    client.on("message", (data) => {
      const call = JSON.parse(String(data)) as Call;
      this.calls.push(call.method);
      if (call.method === "eth_subscribe" && !this.isMute) this.#subscribers.add(client);
      client.send(JSON.stringify(this.#answer(call)));
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    response.on("close", () => {
      this.open -= 1;
    });
    let body = "";
    for await (const chunk of request) body += chunk;
    const parsed = JSON.parse(body) as Call | Call[];
    const calls = Array.isArray(parsed) ? parsed : [parsed];
    this.calls.push(...calls.map(({ method }) => method));
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    const { mishap } = this;
    if (mishap?.kind === "hang") return;
    if (mishap?.kind === "status") {
      response.writeHead(mishap.status, mishap.headers ?? {}).end(mishap.body ?? "");
      return;
    }
    response.writeHead(200, { "content-type": "application/json" });
    if (mishap?.kind === "drip") {
      response.write('{"jsonrpc":');
      return;
    }
    const answers = calls.map((call) => this.#answer(call));
    response.end(JSON.stringify(Array.isArray(parsed) ? answers : answers[0]));
  }

  #answer(call: Call): unknown {
    const { id, method } = call;
    const own = this.answers.get(method);
    if (own !== undefined) return { jsonrpc: "2.0", id, ...(own(call) as object) };
    const result = this.#resultOf(call);
    if (result === undefined) {
      return { jsonrpc: "2.0", id, error: { code: -32_601, message: `the method ${method} does not exist` } };
    }
    return { jsonrpc: "2.0", id, result };
  }

  #resultOf({ method, params }: Call): unknown {
    switch (method) {
      case "eth_chainId":
        return `0x${this.chainId.toString(16)}`;
      case "eth_blockNumber":
        return `0x${this.headNumber.toString(16)}`;
      case "eth_subscribe":
        return "0x1";
      case "eth_getBlockByNumber":
        return this.#block(String(params[0]));
      case "eth_getLogs":
        return this.logs;
      case "eth_getBlockReceipts":
        return this.receipts;
      default:
        return undefined;
    }
  }

  #block(tag: string): unknown {
    if (tag === "latest") return this.header(this.headNumber);
    if (tag === "finalized")
      return this.finalizedNumber === undefined ? null : this.header(this.finalizedNumber);
    const number = BigInt(tag);
    return number > this.headNumber ? null : this.header(number);
  }
}
