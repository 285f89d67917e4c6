import { benchBackfill, benchColdStart, benchLatency, benchMemory } from "./benches.ts";
import type { Selection } from "./options.ts";
import type { Row } from "./row.ts";
import type { Setting } from "./scene.ts";

/** Every chain of every run is the same. */
export const SEED = 20_261_121;

/** One bench with its sizes and targets. */
export interface PlannedBench {
  readonly name: string;
  readonly run: (setting: Setting) => Promise<Row[]>;
}

/** The benches that were asked for, in the order of their names. */
export function plannedBenches({ wants, sizes, hasMemory }: Selection): PlannedBench[] {
  const { dense, sparse } = sizes;
  const text = (count: number) => count.toLocaleString("en-GB");
  const shapeText = ({ events, eventBlocks }: typeof dense) =>
    `${text(events)} in ${text(eventBlocks)} blocks`;
  const planned: (PlannedBench & { readonly isWanted: boolean })[] = [
    {
      name: "dense chain",
      isWanted: wants("I1") || wants("I3"),
      run: (setting) =>
        benchBackfill(setting, {
          shape: { seed: SEED, ...dense },
          ...(wants("I1") && {
            backfill: {
              bench: `I1 dense backfill, ${shapeText(dense)}`,
              target: { value: 25_000, timesPonder: 8 },
            },
          }),
          ...(wants("I3") && {
            replay: { bench: `I3 replay of ${text(dense.events)} stored events`, target: { value: 25_000 } },
          }),
        }),
    },
    {
      name: "sparse chain",
      isWanted: wants("I2"),
      run: (setting) =>
        benchBackfill(setting, {
          shape: { seed: SEED, ...sparse },
          backfill: {
            bench: `I2 sparse backfill, ${shapeText(sparse)}`,
            target: { value: 20_000, timesPonder: 8 },
          },
        }),
    },
    {
      name: "new blocks",
      isWanted: wants("I4"),
      run: (setting) =>
        benchLatency(setting, {
          shape: { seed: SEED, events: 2_000, eventBlocks: 200 },
          blocks: 100,
          target: { value: 50 },
        }),
    },
    {
      name: "cold start",
      isWanted: wants("I5"),
      run: (setting) =>
        benchColdStart(setting, {
          bench: "I5 cold start with 4,000 events",
          shape: { seed: SEED, events: 4_000, eventBlocks: 400 },
          target: { value: 2_000 },
        }),
    },
    {
      name: "memory, one block with 200,000 events",
      isWanted: hasMemory,
      run: (setting) =>
        benchMemory(setting, {
          bench: "peak memory, one block with 200,000 events",
          shape: { seed: SEED, events: 200_000, eventBlocks: 1 },
        }),
    },
    {
      name: "memory, a million blocks without events",
      isWanted: hasMemory,
      run: (setting) =>
        benchMemory(setting, {
          bench: "peak memory, 1,000,000 blocks without events",
          shape: { seed: SEED, events: 0, eventBlocks: 1_000_000 },
        }),
    },
  ];
  return planned.filter(({ isWanted }) => isWanted);
}
