import type {
  ChangePlace,
  FunctionRole,
  GovernanceState,
  Membership,
  RoleTerms,
  ScheduledOperation,
  SignerTerm,
  SwitchState,
  TargetTerms,
  TokenTerms,
} from "#domain/indexing/governanceState.ts";

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
    ["governance_signers", state.signers.map((term) => signerRow(term, lastEpoch))],
    ["governance_tokens", state.tokens.map(tokenRow)],
    ["governance_switches", state.switches.map(switchRow)],
    ["governance_roles", state.roles.map(roleRow)],
    ["governance_members", state.members.map(memberRow)],
    ["governance_functions", state.functions.map(functionRow)],
    ["governance_targets", state.targets.map(targetRow)],
    ["governance_operations", state.operations.map(operationRow)],
  ];
}

function signerRow({ epoch, signer, place }: SignerTerm, lastEpoch: bigint | undefined): Row {
  return { epoch, signer, is_current: epoch === lastEpoch, ...columnsOf(place) };
}

function tokenRow(terms: TokenTerms): Row {
  return {
    token: terms.token,
    quantum: terms.quantum,
    batch_cap: terms.batchCap,
    outflow_capacity: terms.outflowCapacity,
    outflow_refill_per_second: terms.outflowRefillPerSecond,
    ...columnsOf(terms.place),
  };
}

function switchRow({ name, isPaused, place }: SwitchState): Row {
  return { name, is_paused: isPaused, ...columnsOf(place) };
}

function roleRow(role: RoleTerms): Row {
  return {
    role_id: role.roleId,
    label: role.label,
    admin_role_id: role.adminRoleId,
    guardian_role_id: role.guardianRoleId,
    grant_delay: role.grantDelay.value,
    prior_grant_delay: role.grantDelay.prior,
    grant_delay_from: role.grantDelay.from,
    ...columnsOf(role.place),
  };
}

function memberRow(member: Membership): Row {
  return {
    role_id: member.roleId,
    account: member.account,
    member_since: member.memberSince,
    revoked_at: member.revokedAt,
    execution_delay: member.executionDelay.value,
    prior_execution_delay: member.executionDelay.prior,
    execution_delay_from: member.executionDelay.from,
    ...columnsOf(member.place),
  };
}

function functionRow({ target, selector, roleId, place }: FunctionRole): Row {
  return { target, selector, role_id: roleId, ...columnsOf(place) };
}

function targetRow(terms: TargetTerms): Row {
  return {
    target: terms.target,
    authority: terms.authority,
    is_closed: terms.isClosed,
    admin_delay: terms.adminDelay.value,
    prior_admin_delay: terms.adminDelay.prior,
    admin_delay_from: terms.adminDelay.from,
    ...columnsOf(terms.place),
  };
}

function operationRow(operation: ScheduledOperation): Row {
  return {
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
  };
}

function columnsOf({ blockNumber, blockTime, txHash, logIndex }: ChangePlace): Row {
  return { block_number: blockNumber, block_time: blockTime, tx_hash: txHash, log_index: logIndex };
}
