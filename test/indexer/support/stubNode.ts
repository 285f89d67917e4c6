import { createServer } from "node:http";

type Call = { id: number; method: string; params: unknown[] };
/** What a stub says to one call: a result, a JSON-RPC error, or a whole HTTP answer. */
export type StubAnswer =
  | { result: unknown }
  | { error: { code: number; message: string } }
  | { http: { status: number; body: string } };

export interface StubNode {
  readonly url: string;
  /** Methods that were called, in order. */
  readonly calls: string[];
  /** Says something else from now on. */
  answer: (call: Call) => StubAnswer;
  close(): Promise<void>;
}

/** A JSON-RPC server that says what the test wants: nodes are other people's, and misbehave. */
export async function startStubNode(answer: (call: Call) => StubAnswer): Promise<StubNode> {
  const node = { url: "", calls: [] as string[], answer, close: async () => {} };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const parsed = JSON.parse(body) as Call | Call[];
    const calls = Array.isArray(parsed) ? parsed : [parsed];
    node.calls.push(...calls.map(({ method }) => method));
    const answers = calls.map((call) => ({ call, said: node.answer(call) }));
    const whole = answers.map(({ said }) => said).find((said) => "http" in said);
    if (whole !== undefined && "http" in whole) {
      response.writeHead(whole.http.status, { "content-type": "text/html" }).end(whole.http.body);
      return;
    }
    const replies = answers.map(({ call, said }) => ({ jsonrpc: "2.0", id: call.id, ...said }));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(Array.isArray(parsed) ? replies : replies[0]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  node.url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  node.close = () => new Promise((resolve) => server.close(() => resolve()));
  return node;
}
