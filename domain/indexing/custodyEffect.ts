import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";

/** By how much an event changed what the vault holds of its token, in quanta; negative when coins left. */
export function custodyEffect(event: VaultEvent): bigint {
  switch (event.name) {
    case "Deposited":
      return event.args.quanta;
    case "PayoutExecuted":
      return event.args.credited - event.args.total;
    case "PayoutCredited":
      return 0n;
    case "CreditClaimed":
      return -event.args.quanta;
  }
}
