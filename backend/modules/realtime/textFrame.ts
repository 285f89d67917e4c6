/** RFC 6455, section 5.2: the only or last frame of a text. */
const FINAL_TEXT = 0x81;
/** Lengths up to this stand in the second byte; above, this one says that the length follows in two bytes, and the next in eight. */
const MAX_SHORT = 125;
const [IN_TWO_BYTES, MAX_IN_TWO_BYTES, IN_EIGHT_BYTES] = [126, 0xffff, 127];

/** A text as a server sends it over a WebSocket, in one piece; the library makes two, a string among them, which cost more to send. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length <= MAX_SHORT ? 2 : length <= MAX_IN_TWO_BYTES ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = FINAL_TEXT;
  if (length <= MAX_SHORT) frame[1] = length;
  else if (length <= MAX_IN_TWO_BYTES) {
    frame[1] = IN_TWO_BYTES;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = IN_EIGHT_BYTES;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head);
  return frame;
}
