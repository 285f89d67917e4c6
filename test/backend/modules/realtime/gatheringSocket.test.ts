import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { GatheringServer } from "#backend/modules/realtime/gatheringSocket.ts";

/** More than the buffers of both ends hold. */
const MUCH = Buffer.alloc(1 << 20, "x");
const MANY = 64;

let http: Server;
let accepted: Promise<{ socket: WebSocket; network: Duplex }>;

beforeEach(async () => {
  const sockets = new GatheringServer({ noServer: true, clientTracking: false });
  http = createServer();
  accepted = new Promise((resolve) => {
    http.on("upgrade", (request, network, head) =>
      sockets.handleUpgrade(request, network, head, (socket) => resolve({ socket, network })),
    );
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
});
afterEach(() => {
  http.closeAllConnections();
  http.close();
});

async function connected() {
  const { port } = http.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const received: string[] = [];
  client.on("message", (data) => received.push(String(data)));
  const closed = once(client, "close");
  await once(client, "open");
  return { client, received, closed, ...(await accepted) };
}

/** Counts how often the system is handed something. */
function countWrites(network: Duplex): () => number {
  let writes = 0;
  const { _write, _writev } = network;
  network._write = (...args) => {
    writes++;
    _write.apply(network, args);
  };
  if (_writev)
    network._writev = (...args) => {
      writes++;
      _writev.apply(network, args);
    };
  return () => writes;
}

describe("GatheringServer", () => {
  test("behavior: what is sent in one go arrives in order, and is handed to the network once", async () => {
    const { socket, network, received, closed } = await connected();
    const writes = countWrites(network);
    const order: string[] = [];
    for (let n = 0; n < 20; n++) socket.send(`message ${n}`, () => order.push(`sent ${n}`));
    expect(order).toHaveLength(20);
    await new Promise(setImmediate);
    expect(writes()).toBe(1);
    socket.close();
    await closed;
    expect(received).toEqual(Array.from({ length: 20 }, (_, n) => `message ${n}`));
  });

  test("behavior: answers that promises bring in one go are one write", async () => {
    const { socket, network } = await connected();
    const writes = countWrites(network);
    await Promise.all(
      Array.from({ length: 20 }, () => Promise.resolve().then(() => socket.send("answer", () => undefined))),
    );
    await new Promise(setImmediate);
    expect(writes()).toBe(1);
  });

  test("behavior: what was sent before a close still arrives", async () => {
    const { socket, received, closed } = await connected();
    socket.send("last words");
    socket.close(1000);
    await closed;
    expect(received).toEqual(["last words"]);
  });

  test("behavior: a client that reads nothing makes its sender wait", async () => {
    const { port } = http.address() as AddressInfo;
    const deaf = connect(port, "127.0.0.1");
    deaf.write(
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    deaf.pause();
    const { socket, network } = await accepted;
    expect(network).toBeInstanceOf(Socket);
    let sent = 0;
    for (let n = 0; n < MANY; n++) {
      socket.send(MUCH, () => sent++);
      await new Promise(setImmediate);
    }
    expect(sent).toBeLessThan(MANY);
    deaf.destroy();
  });

  test("error: a socket that is closed says so to whoever sends", async () => {
    const { socket, client } = await connected();
    client.terminate();
    await once(socket, "close");
    const failure = await new Promise<Error | undefined>((resolve) => socket.send("too late", resolve));
    expect(failure).toBeInstanceOf(Error);
  });
});
