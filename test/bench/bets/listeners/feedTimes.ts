import type { TimeOf } from "./hearing.ts";

const FIELD = '"createdAt":"';
const TIME_LENGTH = 24;

/** A message of the feed is as old as its newest bet, which stands last. */
export function createFeedTimes(): TimeOf {
  let [lastText, lastTime] = ["", 0];
  return (packet) => {
    const at = packet.lastIndexOf(FIELD);
    if (at < 0) return undefined;
    const text = packet.slice(at + FIELD.length, at + FIELD.length + TIME_LENGTH);
    if (text !== lastText) [lastText, lastTime] = [text, Date.parse(text)];
    return lastTime;
  };
}
