import { randomBytes } from "node:crypto";
import { connect } from "node:net";

/** Packets of Engine.IO 4 (the first digit) that carry packets of Socket.IO 5 (the second). */
const OPEN = "0";
const PING = "2";
const PONG = "3";
const CONNECT = "40";
const TICK = '42["crash",{';
const ACKNOWLEDGE = "430";
const JOIN = '420["join",{"channel":"crash"}]';
const NUMBER = /"elapsedMs":(\d+)/;

const END_OF_HEAD = "\r\n\r\n";
/** RFC 6455, section 5.2: a whole text message, and where its length stands. */
const TEXT_FRAME = 0x81;
const LENGTH_IN_2_BYTES = 126;
const LENGTH_IN_8_BYTES = 127;
const MASKED = 0x80;

/**
 * Opens a socket that listens to crash. It speaks just as much of HTTP, WebSocket and socket.io over a bare connection as it needs,
 * and reads of a tick no more than its number, so that the machine's time goes to the servers that are measured.
 */
export function openCrowdSocket(port: number, onTick: (tick: number) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect(port, "127.0.0.1", () => socket.write(upgradeRequest(port)));
  socket.setNoDelay(true);
  let isUpgraded = false;
  let rest: Buffer = Buffer.alloc(0);

  function hear(packet: string): void {
    if (packet.startsWith(TICK)) {
      const number = NUMBER.exec(packet)?.[1];
      if (number !== undefined) onTick(Number(number));
    } else if (packet === PING) socket.write(textFrame(PONG));
    else if (packet.startsWith(OPEN)) socket.write(textFrame(CONNECT));
    else if (packet.startsWith(CONNECT)) socket.write(textFrame(JOIN));
    else if (packet.startsWith(ACKNOWLEDGE)) resolve();
  }

  socket.on("error", reject);
  socket.on("close", () => reject(new Error("a server closed a socket")));
  socket.on("data", (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!isUpgraded) {
      const end = rest.indexOf(END_OF_HEAD);
      if (end < 0) return;
      isUpgraded = true;
      rest = rest.subarray(end + END_OF_HEAD.length);
    }
    rest = readFrames(rest, hear);
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
