import { type AbiEvent, getAbiItem, toEventSelector } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Hex } from "#domain/chain/hex.ts";
import type { VaultEvent, VaultEventName } from "#domain/indexing/vaultEvent.ts";
import { word } from "./words.ts";

type Told<Event> = Event extends VaultEvent ? Pick<Event, "name" | "args"> : never;
type ToldName = (typeof TOLD_NAMES)[number];

/** The events that a simulated vault emits. */
export const TOLD_NAMES = [
  "Deposited",
  "PayoutExecuted",
  "PayoutCredited",
  "CreditClaimed",
  "RegistrationAccepted",
  "RetopupCompleted",
  "CheckpointPublished",
] as const satisfies readonly VaultEventName[];

/** An event of the vault, before it has its place in a block. */
export type ToldEvent = Told<Extract<VaultEvent, { name: ToldName }>>;

export interface EncodedEvent {
  readonly topics: readonly Hex[];
  readonly data: Hex;
}

const selectors = new Map<string, Hex>();

/** Writes an event as the vault's contract does. By hand, so that the indexer's decoder is read by another's text. */
export function encodeEvent(event: ToldEvent): EncodedEvent {
  const { indexed, data } = partsOf(event);
  return {
    topics: [selectorOf(event.name), ...indexed.map((value): Hex => `0x${word(value)}`)],
    data: `0x${data.map(word).join("")}`,
  };
}

interface Parts {
  readonly indexed: readonly Hex[];
  readonly data: readonly (Hex | bigint | number)[];
}

/** Where the packed entries begin: after the four words of the data's head. */
const ENTRIES_OFFSET = 128;

function partsOf(event: ToldEvent): Parts {
  switch (event.name) {
    case "Deposited": {
      const { account, token, quanta } = event.args;
      return { indexed: [account, token], data: [quanta] };
    }
    case "PayoutExecuted": {
      const { batchId, token, total, count, credited, entries } = event.args;
      const packed = entries.slice(2).match(/.{64}/g) ?? [];
      const words = packed.map((digits): Hex => `0x${digits}`);
      const data = [total, count, credited, ENTRIES_OFFSET, words.length * 32, ...words];
      return { indexed: [batchId, token], data };
    }
    case "PayoutCredited": {
      const { batchId, account, token, quanta } = event.args;
      return { indexed: [batchId, account, token], data: [quanta] };
    }
    case "CreditClaimed": {
      const { account, token, to, quanta } = event.args;
      return { indexed: [account, token], data: [to, quanta] };
    }
    case "RegistrationAccepted":
    case "RetopupCompleted": {
      const { account, sponsor, quanta, placementHint, nonce } = event.args;
      return { indexed: [account, sponsor], data: [quanta, placementHint, nonce] };
    }
    case "CheckpointPublished": {
      const { token, epoch, root, total, entered, executed } = event.args;
      const epochWord: Hex = `0x${epoch.toString(16)}`;
      return { indexed: [token, epochWord], data: [root, total, entered, executed] };
    }
  }
}

export function selectorOf(name: ToldName): Hex {
  const known = selectors.get(name);
  if (known !== undefined) return known;
  const item: AbiEvent = getAbiItem({ abi: vaultAbi, name });
  const selector = toEventSelector(item);
  selectors.set(name, selector);
  return selector;
}
