import type { BlockRange } from "#domain/indexing/blockRange.ts";
import type { EventPlace } from "#domain/indexing/eventPlace.ts";

/** From the first to the last block that any of the places is in, whatever their order; undefined without any. */
export function spanOf(places: readonly Pick<EventPlace, "blockNumber">[]): BlockRange | undefined {
  const [start] = places;
  if (start === undefined) return undefined;
  return places.reduce(
    ({ from, to }, { blockNumber }) => ({
      from: blockNumber < from ? blockNumber : from,
      to: blockNumber > to ? blockNumber : to,
    }),
    { from: start.blockNumber, to: start.blockNumber },
  );
}
