import type { ChangePlace, GovernanceState } from "#domain/indexing/governanceState.ts";

export type GovernanceTable =
  | "governance_signers"
  | "governance_tokens"
  | "governance_switches"
  | "governance_roles"
  | "governance_members"
  | "governance_functions"
  | "governance_targets"
  | "governance_operations";

/** A row by its columns, without those that say whose it is. */
export type Row = Readonly<Record<string, unknown>>;

/** The state as rows of its tables. */
export function governanceRows(state: GovernanceState): [GovernanceTable, Row[]][] {
  const lastEpoch = state.signers.at(-1)?.epoch;
  return [
    [
      "governance_signers",
      state.signers.map(({ epoch, signer, place }) => ({
        ...{ epoch, signer, is_current: epoch === lastEpoch },
        ...columnsOf(place),
      })),
    ],
    [
      "governance_tokens",
      state.tokens.map((terms) => ({
        token: terms.token,
        quantum: terms.quantum,
        batch_cap: terms.batchCap,
        outflow_capacity: terms.outflowCapacity,
        outflow_refill_per_second: terms.outflowRefillPerSecond,
        ...columnsOf(terms.place),
      })),
    ],
    [
      "governance_switches",
      state.switches.map(({ name, isPaused, place }) => ({
        ...{ name, is_paused: isPaused },
        ...columnsOf(place),
      })),
    ],
    [
      "governance_roles",
      state.roles.map((role) => ({
        role_id: role.roleId,
        label: role.label,
        admin_role_id: role.adminRoleId,
        guardian_role_id: role.guardianRoleId,
        grant_delay: role.grantDelay.value,
        prior_grant_delay: role.grantDelay.prior,
        grant_delay_from: role.grantDelay.from,
        ...columnsOf(role.place),
      })),
    ],
    [
      "governance_members",
      state.members.map((member) => ({
        role_id: member.roleId,
        account: member.account,
        member_since: member.memberSince,
        revoked_at: member.revokedAt,
        execution_delay: member.executionDelay.value,
        prior_execution_delay: member.executionDelay.prior,
        execution_delay_from: member.executionDelay.from,
        ...columnsOf(member.place),
      })),
    ],
    [
      "governance_functions",
      state.functions.map(({ target, selector, roleId, place }) => ({
        ...{ target, selector, role_id: roleId },
        ...columnsOf(place),
      })),
    ],
    [
      "governance_targets",
      state.targets.map((target) => ({
        target: target.target,
        authority: target.authority,
        is_closed: target.isClosed,
        admin_delay: target.adminDelay.value,
        prior_admin_delay: target.adminDelay.prior,
        admin_delay_from: target.adminDelay.from,
        ...columnsOf(target.place),
      })),
    ],
    [
      "governance_operations",
      state.operations.map((operation) => ({
        operation_id: operation.operationId,
        nonce: operation.nonce,
        caller: operation.caller,
        target: operation.target,
        data: operation.data,
        ready_at: operation.readyAt,
        expires_at: operation.expiresAt,
        state: operation.state,
        ended_at: operation.endedAt,
        ...columnsOf(operation.place),
      })),
    ],
  ];
}

function columnsOf({ blockNumber, blockTime, txHash, logIndex }: ChangePlace): Row {
  return { block_number: blockNumber, block_time: blockTime, tx_hash: txHash, log_index: logIndex };
}
