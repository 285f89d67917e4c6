import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type ServerOptions, WebSocket, WebSocketServer } from "ws";
import { textFrame } from "./textFrame.ts";

type Sent = (error?: Error) => void;

/**
 * Hands all that is sent in one go to the network at once: a batch answers some players several times over, and handing
 * an answer to the network costs more than making it.
 */
class GatheringSocket extends WebSocket {
  #network: Duplex | undefined;
  #isGathering = false;
  /** Nothing was agreed upon, such as compression, that would change how a text is written. */
  #isPlain = false;

  gatherOn(network: Duplex): void {
    this.#network = network;
    this.#isPlain = this.extensions === "";
  }

  override send(data: Parameters<WebSocket["send"]>[0], ...rest: unknown[]): void {
    const sent = rest.at(-1);
    const network = isSent(sent) ? this.#gathering() : undefined;
    if (!isSent(sent) || network === undefined) {
      Reflect.apply(super.send, this, [data, ...rest]);
      return;
    }
    const isOpen = this.readyState === WebSocket.OPEN;
    if (typeof data === "string" && this.#isPlain && isOpen) network.write(textFrame(data));
    else Reflect.apply(super.send, this, [data, ...rest.slice(0, -1)]);
    sent();
  }

  /** Nothing while the network has not taken what came before: then the sender must notice, and its call returns later. */
  #gathering(): Duplex | undefined {
    const network = this.#network;
    if (this.#isGathering) return network;
    if (network?.writableLength !== 0 || this.readyState !== WebSocket.OPEN) return undefined;
    this.#isGathering = true;
    network.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      network.uncork();
    });
    return network;
  }
}

function isSent(value: unknown): value is Sent {
  return typeof value === "function";
}

/** Accepts WebSockets that gather what is sent through them. */
export class GatheringServer extends WebSocketServer<typeof GatheringSocket> {
  constructor(options: ServerOptions) {
    super({ ...options, WebSocket: GatheringSocket });
  }

  override handleUpgrade(
    request: IncomingMessage,
    network: Duplex,
    head: Buffer,
    onSocket: (socket: GatheringSocket, request: IncomingMessage) => void,
  ): void {
    super.handleUpgrade(request, network, head, (socket, upgraded) => {
      socket.gatherOn(network);
      onSocket(socket, upgraded);
    });
  }
}
