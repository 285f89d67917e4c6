import { z } from "zod";
import type { LogEntry, LogPlace } from "#backend/adapters/liveLog.ts";
import { FairhouseError } from "#domain/errors.ts";
import { createHeldMessages, type HeldMessage } from "./heldMessages.ts";
import type { HouseChannel } from "./houseChannel.ts";

/** One house's log of a channel, as this process follows it. */
export interface Topic {
  readonly channel: HouseChannel;
  /** Of the newest message that was taken in. */
  readonly place: LogPlace;
  /** @returns the message as it is sent; null when it does not follow the one before */
  take(entry: LogEntry): object | null;
  /** What came after a place, as it is sent; null when that is not held. */
  after(place: LogPlace): readonly object[] | null;
  /**
   * Hands over a snapshot and whatever came since it was asked for, at a moment at which nothing else can come between.
   * @throws ChannelUnavailable
   */
  startAnew(deliver: (messages: readonly object[]) => void): Promise<void>;
}

/** A snapshot that is older than all that is held by the time it is there is taken again, so often in all. */
const MAX_SNAPSHOTS = 3;

const messageBody = z.record(z.string(), z.unknown());

export function createTopic(tenantId: number, channel: HouseChannel, entries: readonly LogEntry[]): Topic {
  const held = createHeldMessages(channel.hold);
  let asked: { readonly place: LogPlace; readonly body: Promise<object> } | null = null;
  for (const entry of entries) held.add(messageOf(entry));

  /** All who come while an answer is on its way share it, as long as what was published since is held. */
  function ask(): { readonly place: LogPlace; readonly body: Promise<object> } {
    if (asked !== null && held.after(asked.place) !== null) return asked;
    const bodies = held.all().map(({ body }) => body);
    const body = (async () => channel.snapshot(tenantId, bodies))();
    const mine = { place: held.place, body };
    const forget = () => {
      if (asked === mine) asked = null;
    };
    mine.body.then(forget, forget);
    asked = mine;
    return mine;
  }

  return {
    channel,
    get place() {
      return held.place;
    },
    take(entry) {
      const message = messageOf(entry);
      return held.add(message) ? onWire(message) : null;
    },
    after: (place) => held.after(place)?.map(onWire) ?? null,
    async startAnew(deliver) {
      for (let attempt = 0; attempt < MAX_SNAPSHOTS; attempt += 1) {
        const { place, body } = ask();
        const snapshot = await body;
        const since = place === held.place ? [] : held.after(place);
        if (since === null) continue;
        deliver([{ ...place, snapshot: true, ...snapshot }, ...since.map(onWire)]);
        return;
      }
      throw new ChannelUnavailable(channel.name);
    },
  };
}

function messageOf({ place, body }: LogEntry): HeldMessage {
  return { place, body: messageBody.parse(JSON.parse(body)) };
}

function onWire({ place, body }: HeldMessage): object {
  return { ...place, snapshot: false, ...body };
}

/** The log cannot be read, or messages come faster than a snapshot can be made. */
export class ChannelUnavailable extends FairhouseError {
  readonly code = "CHANNEL_UNAVAILABLE";

  constructor(channel: string, options?: ErrorOptions) {
    super(`The channel "${channel}" cannot be joined at this moment: try again.`, options);
  }
}
