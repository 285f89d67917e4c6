import { createServer } from "node:http";
import { EMPTY_BLOOM } from "../support/bloom.ts";
import type { Call } from "./wildNode.ts";

type Reply = { id: number; result?: unknown };

/** A node that passes on what a real one says, and leaves out or makes up what a test wants. */
export class LyingNode {
  /** Whether it says that blocks have no logs, and that their blooms are empty. */
  hidesLogs = false;
  /** Only the logs: the blooms are as they are. */
  alters: "logs" | "blooms too" = "blooms too";
  /** Whether the data of every log is another one. */
  forgesData = false;
  /** Whether every log comes once more, as if it had happened twice. */
  repeatsLogs = false;
  /** It is accepted and never answered. */
  hangs = false;
  readonly #target: string;
  readonly #server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (this.hangs) return;
    const calls = [JSON.parse(body) as Call | Call[]].flat();
    const answer = await fetch(this.#target, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    const replies = (await answer.json()) as Reply | Reply[];
    for (const reply of [replies].flat()) this.#alter(calls.find(({ id }) => id === reply.id)!.method, reply);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(replies));
  });
  #port = 0;

  private constructor(target: string) {
    this.#target = target;
  }

  static async start(target: string): Promise<LyingNode> {
    const node = new LyingNode(target);
    await new Promise<void>((resolve) => node.#server.listen(0, "127.0.0.1", resolve));
    const address = node.#server.address();
    node.#port = typeof address === "object" && address !== null ? address.port : 0;
    return node;
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }
  get url(): string {
    return `http://${this.host}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #alter(method: string, reply: Reply): void {
    if (method === "eth_getLogs" && this.hidesLogs) reply.result = [];
    if (method === "eth_getLogs" && this.forgesData) {
      for (const log of reply.result as { data: string }[])
        if (log.data.length > 2) log.data = `${log.data.slice(0, -1)}${log.data.endsWith("1") ? "2" : "1"}`;
    }
    if (method === "eth_getLogs" && this.repeatsLogs) {
      const logs = reply.result as { logIndex: string }[];
      const again = (index: string) => `0x${(Number(index) + 50).toString(16)}`;
      reply.result = logs.flatMap((log) => [log, { ...log, logIndex: again(log.logIndex) }]);
    }
    if (
      method === "eth_getBlockByNumber" &&
      this.hidesLogs &&
      this.alters === "blooms too" &&
      reply.result !== null
    )
      reply.result = { ...(reply.result as object), logsBloom: EMPTY_BLOOM };
  }
}
