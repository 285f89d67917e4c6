import {
  changedValue,
  type DelayedValue,
  delayChange,
  firstSeenChange,
  settledValue,
} from "#domain/indexing/delayedValue.ts";
import type {
  RoleAdminChanged,
  RoleGrantDelayChanged,
  RoleGranted,
  RoleGuardianChanged,
  RoleLabel,
  RoleRevoked,
} from "#domain/indexing/governanceEvent.ts";
import {
  ADMIN_ROLE,
  type ChangePlace,
  type GovernanceState,
  type Membership,
  type RoleTerms,
} from "#domain/indexing/governanceState.ts";

/** What is said of roles and of those who hold them. */
export type RoleChange =
  | RoleGranted
  | RoleRevoked
  | RoleAdminChanged
  | RoleGuardianChanged
  | RoleGrantDelayChanged
  | RoleLabel;

/** A label is as long as its author likes; nobody reads more of it. */
const MAX_LABEL_LENGTH = 200;

/** What the events about roles add up to; they are taken in in the order of the chain. */
export class RoleFold {
  readonly #roles = new Map<bigint, RoleTerms>();
  readonly #members = new Map<string, Membership>();

  apply(change: RoleChange, place: ChangePlace): void {
    const { roleId } = change.args;
    switch (change.name) {
      case "RoleGranted":
        this.#grant(change.args, place);
        break;
      case "RoleRevoked":
        this.#revoke(change.args, place);
        break;
      case "RoleLabel":
        this.#setRole(roleId, place, { label: readable(change.args.label) });
        break;
      case "RoleAdminChanged":
        this.#setRole(roleId, place, { adminRoleId: change.args.admin });
        break;
      case "RoleGuardianChanged":
        this.#setRole(roleId, place, { guardianRoleId: change.args.guardian });
        break;
      case "RoleGrantDelayChanged": {
        const { grantDelay } = this.#role(roleId, place);
        const changed = changedValue(grantDelay, delayChange(change.args, place.blockTime));
        this.#setRole(roleId, place, { grantDelay: changed });
        break;
      }
    }
  }

  state(): Pick<GovernanceState, "roles" | "members"> {
    return { roles: [...this.#roles.values()], members: [...this.#members.values()] };
  }

  #role(roleId: bigint, place: ChangePlace): RoleTerms {
    const untouched = {
      roleId,
      label: undefined,
      adminRoleId: ADMIN_ROLE,
      guardianRoleId: ADMIN_ROLE,
      grantDelay: settledValue(0),
      place,
    };
    return this.#roles.get(roleId) ?? untouched;
  }

  #setRole(roleId: bigint, place: ChangePlace, terms: Partial<RoleTerms>): void {
    this.#roles.set(roleId, { ...this.#role(roleId, place), ...terms, place });
  }

  /** A role that was given to somebody exists, also when nothing else was ever said about it. */
  #knowRole(roleId: bigint, place: ChangePlace): void {
    this.#roles.set(roleId, this.#role(roleId, place));
  }

  #grant(args: RoleGranted["args"], place: ChangePlace): void {
    const { roleId, account, delay, since, newMember } = args;
    this.#knowRole(roleId, place);
    const key = `${roleId}/${account}`;
    const before = this.#members.get(key);
    // Who is a member already gets other terms, from `since` on; who is not becomes one at `since`.
    const executionDelay = newMember ? settledValue(delay) : changedTerms(before, args, place);
    const memberSince = newMember ? since : before?.memberSince;
    this.#members.set(key, { roleId, account, memberSince, revokedAt: undefined, executionDelay, place });
  }

  #revoke({ roleId, account }: RoleRevoked["args"], place: ChangePlace): void {
    this.#knowRole(roleId, place);
    const key = `${roleId}/${account}`;
    const before = this.#members.get(key) ?? {
      memberSince: undefined,
      executionDelay: settledValue(0),
    };
    this.#members.set(key, { roleId, account, ...before, revokedAt: Number(place.blockTime), place });
  }
}

function changedTerms(
  before: Membership | undefined,
  args: RoleGranted["args"],
  place: ChangePlace,
): DelayedValue {
  const change = delayChange(args, place.blockTime);
  return before === undefined ? firstSeenChange(change) : changedValue(before.executionDelay, change);
}

/** Databases keep no zero characters. */
function readable(label: string): string {
  return label.replaceAll("\0", "\uFFFD").slice(0, MAX_LABEL_LENGTH);
}
