import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import type { PlaceBet } from "#backend/modules/casino/betTicket.ts";
import { type BetResponse, betRequest } from "#domain/api/casino.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { BenchServer } from "../server.ts";

/** Settles bets in a way of its own. */
export interface Peer {
  place(bet: PlaceBet): Promise<BetResponse>;
  stop(): Promise<void>;
}

/** The least that a socket server must do: the peers have no sign-in, no limits and no metrics to pay for. */
export async function startPeerServer(peer: Peer, tenantId: number): Promise<BenchServer> {
  const tenant = { id: tenantId, slug: "main", name: "Main", maxRiskBps: 100 };
  const http = createServer();
  const io = new Server(http, { transports: ["websocket"], serveClient: false });
  io.on("connection", (socket) => {
    const userId = String(socket.handshake.auth.token);
    socket.on("bet", (message: unknown, acknowledge: (answer: unknown) => void) => {
      const parsed = betRequest.safeParse(message);
      if (!parsed.success) return acknowledge({ ok: false, problem: { code: "INVALID_INPUT" } });
      peer.place({ tenant, userId, request: parsed.data }).then(
        (result) => acknowledge({ ok: true, result }),
        (error: unknown) => acknowledge({ ok: false, problem: { code: codeOf(error) } }),
      );
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { port: (http.address() as AddressInfo).port, stop: () => peer.stop() };
}

function codeOf(error: unknown): string {
  if (error instanceof FairhouseError) return error.code;
  console.error(error);
  return "INTERNAL_ERROR";
}
