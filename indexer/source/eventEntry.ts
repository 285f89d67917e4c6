import { type Abi, type AbiEvent, type AbiParameter, toEventSelector } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Bytes32Hex } from "#domain/chain/hex.ts";
import { InvariantError } from "#domain/errors.ts";
import type { VaultEvent, VaultEventName } from "#domain/indexing/vaultEvent.ts";
import type { LogWords } from "#indexer/source/logWords.ts";

/** The contracts that are listened to, by what they are to the house. */
export const EMITTER_KINDS = ["vault", "authority", "registry"] as const;
export type EmitterKind = (typeof EMITTER_KINDS)[number];

/** What a log says, without its place. */
export type Said = SaidBy<VaultEvent>;
type SaidBy<Event> = Event extends VaultEvent ? Pick<Event, "name" | "args"> : never;

/** One kind of event that is read. */
export interface EventEntry {
  readonly name: VaultEventName;
  /** Who may emit it; from anybody else it means nothing. */
  readonly emitter: EmitterKind;
  readonly topic: Bytes32Hex;
  /** How many topics its logs have, the first included. */
  readonly topics: number;
  /** How many words its data has; undefined where that differs from log to log. */
  readonly words: number | undefined;
  /** @throws LogInvalid */
  read(log: LogWords): Said;
}

const ABIS: Readonly<Record<EmitterKind, Abi>> = {
  vault: vaultAbi,
  authority: accessManagerAbi,
  registry: fairnessRegistryAbi,
};

/** How logs of an event are read; their form is that of the contract's interface. */
export function entry(emitter: EmitterKind, name: VaultEventName, read: (log: LogWords) => Said): EventEntry {
  const event = ABIS[emitter].find((item): item is AbiEvent => item.type === "event" && item.name === name);
  if (event === undefined) throw new InvariantError(`${emitter} has the event ${name}`);
  const indexed = event.inputs.filter((input) => input.indexed === true);
  const data = event.inputs.filter((input) => input.indexed !== true);
  const words = data.map(wordsOf).reduce((sum, count) => sum + count, 0);
  return {
    name,
    emitter,
    topic: toEventSelector(event),
    topics: 1 + indexed.length,
    words: Number.isNaN(words) ? undefined : words,
    read,
  };
}

/** How many words a value takes; not a number where that differs. */
function wordsOf(parameter: AbiParameter): number {
  if (parameter.type === "bytes" || parameter.type === "string") return Number.NaN;
  if (!("components" in parameter)) return 1;
  return parameter.components.map(wordsOf).reduce((sum, count) => sum + count, 0);
}
