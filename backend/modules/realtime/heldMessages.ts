import { BEFORE_ALL, type LogPlace } from "#backend/adapters/liveLog.ts";

export interface HeldMessage {
  readonly place: LogPlace;
  readonly body: object;
}

/** The newest messages of a log, as far as they follow each other without a gap. */
export interface HeldMessages {
  /** Of the newest message. */
  readonly place: LogPlace;
  all(): readonly HeldMessage[];
  /** The messages after a place; null when some of them are not held, or the place is not of this log. */
  after(place: LogPlace): readonly HeldMessage[] | null;
  /** @returns whether it follows the one before; if not, nothing older is held any more */
  add(message: HeldMessage): boolean;
}

export function createHeldMessages(capacity: number): HeldMessages {
  let place = BEFORE_ALL;
  let held: HeldMessage[] = [];
  return {
    get place() {
      return place;
    },
    all: () => held,
    after({ epoch, seq }) {
      if (epoch !== place.epoch || seq > place.seq || place.seq - seq > held.length) return null;
      return held.slice(held.length - (place.seq - seq));
    },
    add(message) {
      const isNext = follows(place, message.place);
      if (!isNext) held = [];
      held.push(message);
      if (held.length > capacity) held.shift();
      place = message.place;
      return isNext;
    },
  };
}

/** The first message of a first log follows the silence before it. */
function follows(before: LogPlace, next: LogPlace): boolean {
  return next.seq === before.seq + 1 && (next.epoch === before.epoch || before.epoch === BEFORE_ALL.epoch);
}
