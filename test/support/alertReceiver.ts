import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedMessage {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type AlertReceiver = Awaited<ReturnType<typeof openAlertReceiver>>;

/** Whoever people are told of alerts by: keeps what is posted, and answers as it is told (204 when it is not). */
export async function openAlertReceiver() {
  const messages: ReceivedMessage[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: string[] = [];
    request.on("data", (chunk) => chunks.push(String(chunk)));
    request.on("end", () => {
      messages.push({ headers: request.headers, body: chunks.join("") });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks/token-in-the-path`,
    messages,
    answers,
    /** What the messages say, oldest first. */
    told: () => messages.map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    forget() {
      messages.length = 0;
      answers.length = 0;
    },
    close: () => server.close(),
  };
}
