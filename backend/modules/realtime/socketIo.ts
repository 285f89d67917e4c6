import type { Server as HttpServer } from "node:http";
import { type DefaultEventsMap, Server } from "socket.io";
import type { Connection } from "./connection.ts";
import { GatheringServer } from "./gatheringSocket.ts";
import type { Rooms } from "./houseChannels.ts";
import { textEncoder } from "./textEncoder.ts";

/** Set by the middleware that lets a socket in. */
export interface SocketData {
  connection?: Connection;
}
export type SocketIo = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;

/** The largest message that a client has to send is a bet, well below this. */
const MAX_MESSAGE_BYTES = 16 * 1_024;

/**
 * Sockets of this process. What other processes have to say comes through logs in Redis, where giving a message its
 * number and handing it on is one step; so the library's own way between processes is not used.
 */
export function createSocketIo(httpServer: HttpServer): SocketIo {
  const io: SocketIo = new Server(httpServer, {
    path: "/socket.io",
    transports: ["websocket"],
    wsEngine: GatheringServer,
    serveClient: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
  });
  // Each socket takes it over when it is accepted.
  return Object.assign(io, { encoder: textEncoder });
}

export function roomsOf(io: SocketIo): Rooms {
  return {
    send: (room, event, message) => void io.to(room).emit(event, message),
    isEmpty: (room) => !io.sockets.adapter.rooms.has(room),
  };
}
