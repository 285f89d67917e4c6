import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import type { OutflowLimits } from "#domain/indexing/governanceEvent.ts";
import { type EventEntry, entry } from "#indexer/source/eventEntry.ts";
import {
  asAddress,
  asBoolean,
  asHash,
  asMovedQuanta,
  asNumber,
  asQuanta,
  asUint64,
  asUint256,
  type LogWords,
} from "#indexer/source/logWords.ts";

/** What a vault says. */
export const VAULT_EVENTS: readonly EventEntry[] = [
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
];

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
