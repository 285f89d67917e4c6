import { type Abi, type AbiEvent, type AbiParameter, toEventSelector } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Bytes32Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { InvariantError } from "#domain/errors.ts";
import type { OutflowLimits } from "#domain/indexing/governanceEvent.ts";
import type { VaultEvent, VaultEventName } from "#domain/indexing/vaultEvent.ts";
import {
  asAddress,
  asBoolean,
  asBytes,
  asHash,
  asMovedQuanta,
  asNumber,
  asQuanta,
  asText,
  asUint64,
  asUint256,
  type LogWords,
} from "#indexer/source/logWords.ts";

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

/** Every event that is read. Whoever wants one more adds its type to `VaultEvent` and an entry here. */
export const EVENT_TABLE: readonly EventEntry[] = [
  entry("vault", "Deposited", (log) => ({
    name: "Deposited",
    args: {
      account: asAddress(log.topic(1)),
      token: asAddress(log.topic(2)),
      quanta: asMovedQuanta(log.word(0)),
    },
  })),
  entry("vault", "RegistrationAccepted", (log) => ({ name: "RegistrationAccepted", args: entryPaid(log) })),
  entry("vault", "RetopupCompleted", (log) => ({ name: "RetopupCompleted", args: entryPaid(log) })),
  entry("vault", "PayoutExecuted", (log) => ({
    name: "PayoutExecuted",
    args: {
      batchId: asHash(log.topic(1)),
      token: asAddress(log.topic(2)),
      total: asMovedQuanta(log.word(0)),
      count: asNumber(log.word(1), 32),
      credited: asQuanta(log.word(2)),
      entries: `0x${log.tail(3, 4)}`,
    },
  })),
  entry("vault", "PayoutCredited", (log) => ({
    name: "PayoutCredited",
    args: {
      batchId: asHash(log.topic(1)),
      account: asAddress(log.topic(2)),
      token: asAddress(log.topic(3)),
      quanta: asMovedQuanta(log.word(0)),
    },
  })),
  entry("vault", "CreditClaimed", (log) => ({
    name: "CreditClaimed",
    args: {
      account: asAddress(log.topic(1)),
      token: asAddress(log.topic(2)),
      to: asAddress(log.word(0)),
      quanta: asMovedQuanta(log.word(1)),
    },
  })),
  entry("vault", "CheckpointPublished", (log) => ({
    name: "CheckpointPublished",
    args: {
      token: asAddress(log.topic(1)),
      epoch: asMovedQuanta(log.topic(2)),
      root: asHash(log.word(0)),
      total: asQuanta(log.word(1)),
      entered: asQuanta(log.word(2)),
      executed: asQuanta(log.word(3)),
    },
  })),
  entry("vault", "TreasuryTransferred", (log) => ({
    name: "TreasuryTransferred",
    args: {
      token: asAddress(log.topic(1)),
      to: asAddress(log.topic(2)),
      quanta: asMovedQuanta(log.word(0)),
    },
  })),
  entry("vault", "ExitActivated", (log) => ({
    name: "ExitActivated",
    args: {
      token: asAddress(log.topic(1)),
      epoch: asQuanta(log.word(0)),
      payableQuanta: asQuanta(log.word(1)),
      claimQuanta: asQuanta(log.word(2)),
    },
  })),
  entry("vault", "Exited", (log) => ({
    name: "Exited",
    args: {
      account: asAddress(log.topic(1)),
      token: asAddress(log.topic(2)),
      batchId: asHash(log.topic(3)),
      to: asAddress(log.word(0)),
      quanta: asMovedQuanta(log.word(1)),
      paid: asQuanta(log.word(2)),
    },
  })),
  entry("vault", "DepositsExited", (log) => ({
    name: "DepositsExited",
    args: {
      account: asAddress(log.topic(1)),
      token: asAddress(log.topic(2)),
      to: asAddress(log.word(0)),
      quanta: asMovedQuanta(log.word(1)),
      paid: asQuanta(log.word(2)),
    },
  })),
  entry("vault", "TokenListed", (log) => ({
    name: "TokenListed",
    args: { token: asAddress(log.topic(1)), quantum: asUint256(log.word(0)) },
  })),
  entry("vault", "EntriesPauseChanged", (log) => ({ name: "EntriesPauseChanged", args: paused(log) })),
  entry("vault", "PayoutsPauseChanged", (log) => ({ name: "PayoutsPauseChanged", args: paused(log) })),
  entry("vault", "SignerRotated", (log) => ({
    name: "SignerRotated",
    args: {
      oldSigner: asAddress(log.topic(1)),
      newSigner: asAddress(log.topic(2)),
      signerEpoch: asUint256(log.word(0)),
    },
  })),
  entry("vault", "OutflowLimitsChanged", (log) => ({
    name: "OutflowLimitsChanged",
    args: { token: asAddress(log.topic(1)), oldLimits: limits(log, 0), newLimits: limits(log, 3) },
  })),
  entry("vault", "AuthorityUpdated", (log) => ({
    name: "AuthorityUpdated",
    args: { authority: asAddress(log.word(0)) },
  })),
  entry("registry", "Anchored", (log) => ({
    name: "Anchored",
    args: { kind: asHash(log.topic(1)), epoch: asUint64(log.topic(2)), root: asHash(log.word(0)) },
  })),
  entry("authority", "RoleGranted", (log) => ({
    name: "RoleGranted",
    args: {
      roleId: asUint64(log.topic(1)),
      account: asAddress(log.topic(2)),
      delay: asNumber(log.word(0), 32),
      since: asNumber(log.word(1), 48),
      newMember: asBoolean(log.word(2)),
    },
  })),
  entry("authority", "RoleRevoked", (log) => ({
    name: "RoleRevoked",
    args: { roleId: asUint64(log.topic(1)), account: asAddress(log.topic(2)) },
  })),
  entry("authority", "RoleAdminChanged", (log) => ({
    name: "RoleAdminChanged",
    args: { roleId: asUint64(log.topic(1)), admin: asUint64(log.topic(2)) },
  })),
  entry("authority", "RoleGuardianChanged", (log) => ({
    name: "RoleGuardianChanged",
    args: { roleId: asUint64(log.topic(1)), guardian: asUint64(log.topic(2)) },
  })),
  entry("authority", "RoleGrantDelayChanged", (log) => ({
    name: "RoleGrantDelayChanged",
    args: {
      roleId: asUint64(log.topic(1)),
      delay: asNumber(log.word(0), 32),
      since: asNumber(log.word(1), 48),
    },
  })),
  entry("authority", "RoleLabel", (log) => ({
    name: "RoleLabel",
    args: { roleId: asUint64(log.topic(1)), label: asText(log.tail(0, 1)) },
  })),
  entry("authority", "TargetFunctionRoleUpdated", (log) => ({
    name: "TargetFunctionRoleUpdated",
    args: {
      target: asAddress(log.topic(1)),
      selector: asBytes(log.word(0), 4),
      roleId: asUint64(log.topic(2)),
    },
  })),
  entry("authority", "TargetAdminDelayUpdated", (log) => ({
    name: "TargetAdminDelayUpdated",
    args: {
      target: asAddress(log.topic(1)),
      delay: asNumber(log.word(0), 32),
      since: asNumber(log.word(1), 48),
    },
  })),
  entry("authority", "TargetClosed", (log) => ({
    name: "TargetClosed",
    args: { target: asAddress(log.topic(1)), closed: asBoolean(log.word(0)) },
  })),
  entry("authority", "OperationScheduled", (log) => ({
    name: "OperationScheduled",
    args: {
      operationId: asHash(log.topic(1)),
      nonce: asNumber(log.topic(2), 32),
      schedule: asNumber(log.word(0), 48),
      caller: asAddress(log.word(1)),
      target: asAddress(log.word(2)),
      data: `0x${log.tail(3, 4)}`,
    },
  })),
  entry("authority", "OperationExecuted", (log) => ({ name: "OperationExecuted", args: operation(log) })),
  entry("authority", "OperationCanceled", (log) => ({ name: "OperationCanceled", args: operation(log) })),
];

/** First topics of the events that are read, for the node's filter. */
export const EVENT_TOPICS: readonly Bytes32Hex[] = [...new Set(EVENT_TABLE.map(({ topic }) => topic))];

function entry(emitter: EmitterKind, name: VaultEventName, read: (log: LogWords) => Said): EventEntry {
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

function entryPaid(log: LogWords) {
  return {
    account: asAddress(log.topic(1)),
    sponsor: asAddress(log.topic(2)),
    // Logs of entries name no token: they are paid in the native coin alone.
    token: NATIVE_TOKEN,
    quanta: asMovedQuanta(log.word(0)),
    placementHint: asHash(log.word(1)),
    nonce: asUint256(log.word(2)),
  };
}

function paused(log: LogWords) {
  return { oldPaused: asBoolean(log.word(0)), newPaused: asBoolean(log.word(1)) };
}

function limits(log: LogWords, from: number): OutflowLimits {
  return {
    batchCap: asUint64(log.word(from)),
    outflowCapacity: asUint64(log.word(from + 1)),
    outflowRefillPerSecond: asUint64(log.word(from + 2)),
  };
}

function operation(log: LogWords) {
  return { operationId: asHash(log.topic(1)), nonce: asNumber(log.topic(2), 32) };
}
