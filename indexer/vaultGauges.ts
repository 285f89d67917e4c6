import { Gauge, type Registry } from "prom-client";
import { labelsOf, OF_VAULT } from "#indexer/vaultLabels.ts";
import { unreadyBecause, type VaultStatus } from "#indexer/vaultStatus.ts";

/** Reads one number from how a vault stands; `now` in ms since the epoch. */
type Reading = (status: VaultStatus, now: number) => number;

const MS_PER_SECOND = 1_000;

/** What is read from the vaults' standing whenever somebody asks. */
const READINGS: readonly { readonly name: string; readonly help: string; readonly read: Reading }[] = [
  {
    name: "fairhouse_indexer_lag_blocks",
    help: "Blocks between the cursor and the head",
    read: ({ headNumber, cursorNumber }) =>
      cursorNumber < 0n ? 0 : Math.max(0, Number(headNumber - cursorNumber)),
  },
  {
    name: "fairhouse_indexer_lag_seconds",
    help: "For how long the cursor has been behind the head",
    read: ({ levelAt, headNumber, cursorNumber }, now) =>
      (cursorNumber < headNumber ? now - levelAt : 0) / MS_PER_SECOND,
  },
  {
    name: "fairhouse_indexer_step_seconds",
    help: "For how long the step under way has lasted",
    read: ({ steppingSince }, now) => (now - (steppingSince ?? now)) / MS_PER_SECOND,
  },
  {
    name: "fairhouse_indexer_ready",
    help: "1 when the vault is indexed as it should be",
    read: (status, now) => (unreadyBecause(status, now) === undefined ? 1 : 0),
  },
];

export interface VaultGauges {
  /** Says how all vaults stand, whenever it is asked. */
  watchVaults(statuses: () => Iterable<VaultStatus>, now: () => number): void;
}

export function createVaultGauges(registry: Registry): VaultGauges {
  let statuses: () => Iterable<VaultStatus> = () => [];
  let clock = () => 0;
  for (const { name, help, read } of READINGS)
    new Gauge({
      name,
      help,
      labelNames: OF_VAULT,
      registers: [registry],
      collect() {
        for (const status of statuses()) this.set(labelsOf(status), read(status, clock()));
      },
    });
  return {
    watchVaults(all, now) {
      statuses = all;
      clock = now;
    },
  };
}
