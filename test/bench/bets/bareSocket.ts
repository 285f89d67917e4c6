import { randomBytes } from "node:crypto";
import { connect } from "node:net";

const END_OF_HEAD = "\r\n\r\n";
const SWITCHING = "HTTP/1.1 101 ";
/** RFC 6455, section 5.2: a whole text message, and where its length stands. */
const TEXT_FRAME = 0x81;
const MASKED = 0x80;
const MAX_SHORT = 125;
const LENGTH_IN_2_BYTES = 126;
const LENGTH_IN_8_BYTES = 127;
const MASK_LIMIT = 2 ** 32;

export interface BareSocketOptions {
  readonly port: number;
  /** Gets each packet, byte by byte: what is not ASCII in it has still to be decoded. */
  readonly onPacket: (packet: string) => void;
  readonly onClose: () => void;
  /** There is no server, or none that speaks this way. */
  readonly onError: (error: Error) => void;
}

export interface BareSocket {
  /** Only ASCII, and less than 64 kB. */
  send(packet: string): void;
}

/**
 * Opens a socket to a house that speaks just as much of HTTP and WebSocket over a bare connection as it needs, so that the
 * machine's time goes to the servers that are measured.
 */
export function openBareSocket({ port, onPacket, onClose, onError }: BareSocketOptions): BareSocket {
  const socket = connect(port, "127.0.0.1", () => socket.write(upgradeRequest(port)));
  socket.setNoDelay(true);
  let isUpgraded = false;
  let rest: Buffer = Buffer.alloc(0);
  socket.on("error", onError);
  socket.on("close", onClose);
  socket.on("data", (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!isUpgraded) {
      const end = rest.indexOf(END_OF_HEAD);
      if (end < 0) return;
      const head = rest.toString("latin1", 0, end);
      if (!head.startsWith(SWITCHING)) socket.destroy(new Error(`the server opens no socket: ${head}`));
      isUpgraded = true;
      rest = rest.subarray(end + END_OF_HEAD.length);
    }
    rest = readFrames(rest, onPacket);
  });
  return { send: (packet) => void socket.write(maskedFrame(packet)) };
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

/** As a client must send it: covered by a mask of its own. */
function maskedFrame(text: string): Buffer {
  const { length } = text;
  const maskAt = length <= MAX_SHORT ? 2 : 4;
  const start = maskAt + 4;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = TEXT_FRAME;
  frame[1] = MASKED | (length <= MAX_SHORT ? length : LENGTH_IN_2_BYTES);
  if (length > MAX_SHORT) frame.writeUInt16BE(length, 2);
  frame.writeUInt32BE(Math.floor(Math.random() * MASK_LIMIT), maskAt);
  frame.write(text, start, "latin1");
  for (let at = 0; at < length; at++) frame[start + at]! ^= frame[maskAt + (at & 3)]!;
  return frame;
}
