import { randomBytes } from "node:crypto";

const COUNTER_LIMIT = 1 << 12;

/** UUIDs of version 7, which sort by time: cheap enough to make tens of thousands a second. */
export function createBetIds(): () => string {
  const tail = randomBytes(4).toString("hex");
  let counter = 0;
  let serial = 0;
  return () => {
    counter = (counter + 1) % COUNTER_LIMIT;
    serial = (serial + 1) >>> 0;
    const time = Date.now().toString(16).padStart(12, "0");
    const low = tail + serial.toString(16).padStart(8, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, "0")}-8${low.slice(0, 3)}-${low.slice(3, 15)}`;
  };
}
