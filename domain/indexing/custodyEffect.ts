import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";

/** By how much an event changed what the vault holds of its token, in quanta; negative when coins left. */
export function custodyEffect(event: VaultEvent): bigint {
  switch (event.name) {
    case "Deposited":
    case "RegistrationAccepted":
    case "RetopupCompleted":
      return event.args.quanta;
    case "PayoutExecuted":
      return event.args.credited - event.args.total;
    case "CreditClaimed":
    case "TreasuryTransferred":
      return -event.args.quanta;
    case "Exited":
    case "DepositsExited":
      return -event.args.paid;
    // What is owed, what may be done, and who may do it: no coins move.
    case "PayoutCredited":
    case "CheckpointPublished":
    case "ExitActivated":
    case "TokenListed":
    case "EntriesPauseChanged":
    case "PayoutsPauseChanged":
    case "SignerRotated":
    case "OutflowLimitsChanged":
    case "AuthorityUpdated":
    case "Anchored":
    case "RoleGranted":
    case "RoleRevoked":
    case "RoleAdminChanged":
    case "RoleGuardianChanged":
    case "RoleGrantDelayChanged":
    case "RoleLabel":
    case "TargetFunctionRoleUpdated":
    case "TargetAdminDelayUpdated":
    case "TargetClosed":
    case "OperationScheduled":
    case "OperationExecuted":
    case "OperationCanceled":
      return 0n;
  }
}
