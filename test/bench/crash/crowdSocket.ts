import { openBareSocket } from "../bets/bareSocket.ts";

/** Packets of Engine.IO 4 (the first digit) that carry packets of Socket.IO 5 (the second). */
const OPEN = "0";
const PING = "2";
const PONG = "3";
const CONNECT = "40";
const EVENT = "42";
const ACKNOWLEDGE = "43";

export interface CrowdSocketOptions {
  readonly port: number;
  /** Joined one after the other. */
  readonly channels: readonly string[];
  /** Gets each message of a channel as it came. */
  readonly hear: (channel: string, packet: string) => void;
  /** After it was open. */
  readonly onClose?: () => void;
}

/**
 * Opens a socket that listens to channels, and reads nothing of what it hears.
 *
 * @returns when it has joined all channels
 */
export function openCrowdSocket({ port, channels, hear, onClose }: CrowdSocketOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const heads = channels.map((channel) => ({ channel, head: `${EVENT}["${channel}",` }));
  const socket = openBareSocket({ port, onPacket, onClose: onClosed, onError: reject });
  let joined = 0;

  function onClosed(): void {
    if (joined === channels.length) onClose?.();
    else reject(new Error("a server closed a socket"));
  }

  function joinNext(): void {
    const channel = channels[joined];
    if (channel === undefined) resolve();
    else socket.send(`${EVENT}${joined}["join",{"channel":"${channel}"}]`);
  }

  function onPacket(packet: string): void {
    const of = heads.find(({ head }) => packet.startsWith(head));
    if (of !== undefined) hear(of.channel, packet);
    else if (packet === PING) socket.send(PONG);
    else if (packet.startsWith(OPEN)) socket.send(CONNECT);
    else if (packet.startsWith(CONNECT)) joinNext();
    else if (packet.startsWith(ACKNOWLEDGE)) {
      joined += 1;
      joinNext();
    }
  }
  return promise;
}
