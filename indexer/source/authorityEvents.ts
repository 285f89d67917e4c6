import { type EventEntry, entry } from "#indexer/source/eventEntry.ts";
import {
  asAddress,
  asBoolean,
  asBytes,
  asHash,
  asNumber,
  asText,
  asUint64,
  type LogWords,
} from "#indexer/source/logWords.ts";

/** What an AccessManager says. */
export const AUTHORITY_EVENTS: readonly EventEntry[] = [
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

function operation(log: LogWords) {
  return { operationId: asHash(log.topic(1)), nonce: asNumber(log.topic(2), 32) };
}
