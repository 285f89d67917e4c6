import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Random } from "#test/indexer/support/random.ts";
import type { SimChain } from "../chain/simChain.ts";
import type { NodeLimits, RpcCall } from "./honestNode.ts";
import { type Mood, moodAtRandom, WELL } from "./mood.ts";
import { answerInMood } from "./moodyNode.ts";

/** Chances per request. */
const NEW_MOOD = 0.08;
const MEANWHILE = 0.04;
const MAX_REQUESTS_IN_MOOD = 8;
const SLOW_MS = 120;

export interface EndpointOptions {
  readonly chain: SimChain;
  readonly random: Random;
  /** Whether it may leave logs out of blocks that are about to be final. */
  readonly mayLie: boolean;
  /** Whether it is never in any mood. */
  readonly isSteady: boolean;
  /** Happens between two requests now and then: the chain does not wait for its readers. */
  readonly meanwhile: () => void;
  /** Hears of each new mood. */
  readonly note: (text: string) => void;
}

export interface Endpoint {
  readonly url: string;
  readonly seen: { requests: number; moods: number };
  /** From now on it answers as it should. */
  calm(): void;
  close(): Promise<void>;
}

/** A node over HTTP that is in a mood now and then. */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { random, mayLie, isSteady, meanwhile, note } = options;
  const limits: NodeLimits = {
    rangeBlocks: random.pick([25, 200, 10_000]),
    answerLogs: random.pick([15, 100, 10_000]),
  };
  const seen = { requests: 0, moods: 0 };
  let isCalm = false;
  let mood: Mood = WELL;
  let requestsLeft = 0;
  /** Those who asked at some time, by the path that each has of its own; and those of them who know of no trouble yet. */
  const clients = new Set<string>();
  let unaware = new Set<string>();

  function changeMood(): void {
    if (isCalm || isSteady || requestsLeft-- > 0) return;
    if (!random.chance(NEW_MOOD)) {
      mood = WELL;
      return;
    }
    mood = moodAtRandom(random, mayLie);
    requestsLeft = random.int(0, MAX_REQUESTS_IN_MOOD);
    seen.moods += 1;
    note(`is ${JSON.stringify(mood)} for ${requestsLeft + 1} requests`);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    seen.requests += 1;
    const client = request.url ?? "";
    clients.add(client);
    const before = mood;
    changeMood();
    // Whoever is led to another chain from now on notices at least that the connection broke.
    if (mood !== before) unaware = new Set(clients);
    if (mood.kind === "wrongChain" && unaware.delete(client)) {
      request.socket.destroy();
      return;
    }
    if (mood.kind === "down") {
      fail(mood.how, request, response);
      return;
    }
    const parsed = JSON.parse(body) as RpcCall | RpcCall[];
    const answers = [parsed].flat().map((call) => {
      if (!isCalm && random.chance(MEANWHILE)) meanwhile();
      return { jsonrpc: "2.0", id: call.id, ...answerInMood({ ...options, limits, mood }, call) };
    });
    // Batches are answered in any order.
    const said = Array.isArray(parsed) ? answers.toReversed() : answers[0];
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(said));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    calm() {
      isCalm = true;
      mood = WELL;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Failure = Extract<Mood, { kind: "down" }>["how"];

function fail(how: Failure, request: IncomingMessage, response: ServerResponse): void {
  switch (how) {
    case "busy":
      response.writeHead(503, { "content-type": "text/plain" }).end("upstream is away");
      return;
    case "tooMany":
      response.writeHead(429, { "content-type": "application/json" }).end('{"message":"too many requests"}');
      return;
    case "page":
      response.writeHead(200, { "content-type": "text/html" }).end("<html>maintenance</html>");
      return;
    case "half":
      response.writeHead(200, { "content-type": "application/json", "content-length": "4096" });
      response.write('[{"jsonrpc":"2.0","id":1,"result":[{"addr');
      setTimeout(() => request.socket.destroy(), 5);
      return;
    case "reset":
      request.socket.destroy();
      return;
    case "slow":
      setTimeout(() => request.socket.destroy(), SLOW_MS);
      return;
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}
