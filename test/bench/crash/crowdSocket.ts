import { randomBytes } from "node:crypto";
import { connect } from "node:net";

/** Packets of Engine.IO 4 (the first digit) that carry packets of Socket.IO 5 (the second). */
const OPEN = "0";
const PING = "2";
const PONG = "3";
const CONNECT = "40";
const EVENT = "42";
const ACKNOWLEDGE = "43";

const END_OF_HEAD = "\r\n\r\n";
/** RFC 6455, section 5.2: a whole text message, and where its length stands. */
const TEXT_FRAME = 0x81;
const LENGTH_IN_2_BYTES = 126;
const LENGTH_IN_8_BYTES = 127;
const MASKED = 0x80;

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
 * Opens a socket that listens to channels. It speaks just as much of HTTP, WebSocket and socket.io over a bare connection as it
 * needs, and reads nothing of a message, so that the machine's time goes to the servers that are measured.
 *
 * @returns when it has joined all channels
 */
export function openCrowdSocket({ port, channels, hear, onClose }: CrowdSocketOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect(port, "127.0.0.1", () => socket.write(upgradeRequest(port)));
  socket.setNoDelay(true);
  const heads = channels.map((channel) => ({ channel, head: `${EVENT}["${channel}",` }));
  let joined = 0;
  let isUpgraded = false;
  let rest: Buffer = Buffer.alloc(0);

  function joinNext(): void {
    const channel = channels[joined];
    if (channel === undefined) resolve();
    else socket.write(textFrame(`${EVENT}${joined}["join",{"channel":"${channel}"}]`));
  }

  function take(packet: string): void {
    const of = heads.find(({ head }) => packet.startsWith(head));
    if (of !== undefined) hear(of.channel, packet);
    else if (packet === PING) socket.write(textFrame(PONG));
    else if (packet.startsWith(OPEN)) socket.write(textFrame(CONNECT));
    else if (packet.startsWith(CONNECT)) joinNext();
    else if (packet.startsWith(ACKNOWLEDGE)) {
      joined += 1;
      joinNext();
    }
  }

  socket.on("error", reject);
  socket.on("close", () => {
    if (joined === channels.length) onClose?.();
    else reject(new Error("a server closed a socket"));
  });
  socket.on("data", (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!isUpgraded) {
      const end = rest.indexOf(END_OF_HEAD);
      if (end < 0) return;
      isUpgraded = true;
      rest = rest.subarray(end + END_OF_HEAD.length);
    }
    rest = readFrames(rest, take);
  });
  return promise;
}

function upgradeRequest(port: number): string {
  return [
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    "Sec-WebSocket-Version: 13",
    "",
    "",
  ].join("\r\n");
}

/** Hands over each whole text message. @returns the beginning of one that is not whole yet */
function readFrames(bytes: Buffer, onText: (text: string) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 2) {
    const kind = bytes[at];
    let length = bytes[at + 1] ?? 0;
    let start = at + 2;
    if (length === LENGTH_IN_2_BYTES) {
      if (bytes.length < start + 2) break;
      length = bytes.readUInt16BE(start);
      start += 2;
    } else if (length === LENGTH_IN_8_BYTES) {
      if (bytes.length < start + 8) break;
      length = Number(bytes.readBigUInt64BE(start));
      start += 8;
    }
    if (bytes.length < start + length) break;
    if (kind === TEXT_FRAME) onText(bytes.toString("latin1", start, start + length));
    at = start + length;
  }
  return bytes.subarray(at);
}

/** What a client sends is masked; a mask of zeros changes nothing. Only short messages are sent. */
function textFrame(text: string): Buffer {
  const mask = [0, 0, 0, 0];
  return Buffer.concat([Buffer.from([TEXT_FRAME, MASKED | text.length, ...mask]), Buffer.from(text)]);
}
