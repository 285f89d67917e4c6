import type { EvmAddress } from "#domain/chain/hex.ts";
import { changedValue, delayChange, settledValue } from "#domain/indexing/delayedValue.ts";
import type {
  AuthorityUpdated,
  OperationEnded,
  OperationScheduled,
  OutflowLimitsChanged,
} from "#domain/indexing/governanceEvent.ts";
import { RoleFold } from "#domain/indexing/governanceRoles.ts";
import type {
  ChangePlace,
  FunctionRole,
  GovernanceState,
  ScheduledOperation,
  SignerTerm,
  SwitchState,
  TargetTerms,
  TokenTerms,
} from "#domain/indexing/governanceState.ts";
import type { VaultEvent, VaultEventName } from "#domain/indexing/vaultEvent.ts";

/** Names of the events that decide who may do what. */
export const CHANGE_NAMES = [
  "SignerRotated",
  "OutflowLimitsChanged",
  "TokenListed",
  "EntriesPauseChanged",
  "PayoutsPauseChanged",
  "AuthorityUpdated",
  "RoleGranted",
  "RoleRevoked",
  "RoleAdminChanged",
  "RoleGuardianChanged",
  "RoleGrantDelayChanged",
  "RoleLabel",
  "TargetFunctionRoleUpdated",
  "TargetAdminDelayUpdated",
  "TargetClosed",
  "OperationScheduled",
  "OperationExecuted",
  "OperationCanceled",
] as const satisfies readonly VaultEventName[];
export type ChangeName = (typeof CHANGE_NAMES)[number];
export type Change = Extract<VaultEvent, { name: ChangeName }>;

/** How long a scheduled operation can run: `AccessManager.expiration()`, a constant of OpenZeppelin's. */
const OPERATION_LIFETIME_SECONDS = 604_800;

/**
 * What the events add up to: the terms that hold after the last of them.
 *
 * @param changes in the order of the chain, from the first indexed block on
 * @param vault the vault, which the events of its own name not
 */
export function foldGovernance(changes: readonly Change[], vault: EvmAddress): GovernanceState {
  const fold = new GovernanceFold(vault);
  for (const change of changes) fold.apply(change);
  return fold.state();
}

class GovernanceFold {
  readonly #vault: EvmAddress;
  readonly #signers = new Map<bigint, SignerTerm>();
  readonly #tokens = new Map<string, TokenTerms>();
  readonly #switches = new Map<string, SwitchState>();
  readonly #roles = new RoleFold();
  readonly #functions = new Map<string, FunctionRole>();
  readonly #targets = new Map<string, TargetTerms>();
  readonly #operations = new Map<string, ScheduledOperation>();

  constructor(vault: EvmAddress) {
    this.#vault = vault;
  }

  apply(change: Change): void {
    const place = placeOf(change);
    switch (change.name) {
      case "SignerRotated": {
        const { signerEpoch: epoch, newSigner: signer } = change.args;
        this.#signers.set(epoch, { epoch, signer, place });
        break;
      }
      case "TokenListed":
        this.#setToken(change.args.token, place, { quantum: change.args.quantum });
        break;
      case "OutflowLimitsChanged":
        this.#setToken(change.args.token, place, limitsOf(change));
        break;
      case "EntriesPauseChanged":
        this.#switches.set("entries", { name: "entries", isPaused: change.args.newPaused, place });
        break;
      case "PayoutsPauseChanged":
        this.#switches.set("payouts", { name: "payouts", isPaused: change.args.newPaused, place });
        break;
      case "AuthorityUpdated":
        this.#obey(change, place);
        break;
      case "RoleGranted":
      case "RoleRevoked":
      case "RoleLabel":
      case "RoleAdminChanged":
      case "RoleGuardianChanged":
      case "RoleGrantDelayChanged":
        this.#roles.apply(change, place);
        break;
      case "TargetFunctionRoleUpdated": {
        const { target, selector } = change.args;
        this.#functions.set(`${target}${selector}`, { ...change.args, place });
        break;
      }
      case "TargetAdminDelayUpdated": {
        const { adminDelay } = this.#target(change.args.target, place);
        const changed = changedValue(adminDelay, delayChange(change.args, place.blockTime));
        this.#setTarget(change.args.target, place, { adminDelay: changed });
        break;
      }
      case "TargetClosed":
        this.#setTarget(change.args.target, place, { isClosed: change.args.closed });
        break;
      case "OperationScheduled":
        this.#schedule(change, place);
        break;
      case "OperationExecuted":
      case "OperationCanceled":
        this.#end(change, place);
        break;
    }
  }

  state(): GovernanceState {
    return {
      signers: [...this.#signers.values()],
      tokens: [...this.#tokens.values()],
      switches: [...this.#switches.values()],
      ...this.#roles.state(),
      functions: [...this.#functions.values()],
      targets: [...this.#targets.values()],
      operations: [...this.#operations.values()],
    };
  }

  #setToken(token: EvmAddress, place: ChangePlace, terms: Partial<TokenTerms>): void {
    const unknown = {
      quantum: undefined,
      batchCap: undefined,
      outflowCapacity: undefined,
      outflowRefillPerSecond: undefined,
    };
    this.#tokens.set(token, { token, ...(this.#tokens.get(token) ?? unknown), ...terms, place });
  }

  #target(target: EvmAddress, place: ChangePlace): TargetTerms {
    const untouched = { target, authority: undefined, isClosed: false, adminDelay: settledValue(0), place };
    return this.#targets.get(target) ?? untouched;
  }

  #setTarget(target: EvmAddress, place: ChangePlace, terms: Partial<TargetTerms>): void {
    this.#targets.set(target, { ...this.#target(target, place), ...terms, place });
  }

  #obey({ args: { authority } }: AuthorityUpdated, place: ChangePlace): void {
    this.#setTarget(this.#vault, place, { authority });
  }

  #schedule({ args }: OperationScheduled, place: ChangePlace): void {
    const { operationId, nonce, caller, target, data, schedule: readyAt } = args;
    this.#operations.set(`${operationId}/${nonce}`, {
      ...{ operationId, nonce, caller, target, data, readyAt },
      expiresAt: readyAt + OPERATION_LIFETIME_SECONDS,
      state: "scheduled",
      endedAt: undefined,
      place,
    });
  }

  /** What was scheduled before the first indexed block is not known, and neither is what ended then. */
  #end({ name, args }: OperationEnded, place: ChangePlace): void {
    const key = `${args.operationId}/${args.nonce}`;
    const scheduled = this.#operations.get(key);
    if (scheduled === undefined) return;
    const state = name === "OperationExecuted" ? "executed" : "cancelled";
    this.#operations.set(key, { ...scheduled, state, endedAt: Number(place.blockTime), place });
  }
}

function placeOf({ blockNumber, blockTime, txHash, logIndex }: Change): ChangePlace {
  return { blockNumber, blockTime, txHash, logIndex };
}

function limitsOf({ args: { newLimits } }: OutflowLimitsChanged) {
  const { batchCap, outflowCapacity, outflowRefillPerSecond } = newLimits;
  return { batchCap, outflowCapacity, outflowRefillPerSecond };
}
