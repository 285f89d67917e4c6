import type { EmitterKind } from "#test/indexer/support/encodeLog.ts";
import { addressOf, hexOf } from "#test/indexer/support/simulatedChain.ts";
import type { Act } from "./act.ts";
import type { VaultState } from "./vaultState.ts";

/** What administrators, guardians and the access manager do. */
export function govern(act: Act): void {
  const { kind, name, args } = change(act);
  act.emit(kind, name, args);
  act.tell({ kind: "governance", name });
}

interface Change {
  readonly kind: EmitterKind;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

function change(act: Act): Change {
  const { state, random } = act;
  // A pause does not last: a vault that takes nothing is not worth watching.
  if (state.isEntryPaused) return pauseEntries(state);
  if (state.isPayoutPaused) return pausePayouts(state);
  const changes = [
    ...[rotateSigner, changeLimits, changeRole, changeRole, nameRole, restrict, schedule, endOperation],
    ...[() => pauseEntries(state), () => pausePayouts(state)],
  ];
  return random.pick(changes)(act);
}

function rotateSigner({ state, nonce }: Act): Change {
  const oldSigner = state.signer;
  const newSigner = hexOf(`signer ${nonce}`, 40);
  state.signer = newSigner;
  state.signerEpoch += 1n;
  const args = { oldSigner, newSigner, signerEpoch: state.signerEpoch };
  return { kind: "vault", name: "SignerRotated", args };
}

function pauseEntries(state: VaultState): Change {
  const oldPaused = state.isEntryPaused;
  state.isEntryPaused = !oldPaused;
  return { kind: "vault", name: "EntriesPauseChanged", args: { oldPaused, newPaused: !oldPaused } };
}

function pausePayouts(state: VaultState): Change {
  const oldPaused = state.isPayoutPaused;
  state.isPayoutPaused = !oldPaused;
  return { kind: "vault", name: "PayoutsPauseChanged", args: { oldPaused, newPaused: !oldPaused } };
}

function changeLimits({ state, random, plan }: Act): Change {
  const limits = (batchCap: bigint) => ({
    batchCap,
    outflowCapacity: 2n * batchCap,
    outflowRefillPerSecond: 7n,
  });
  const oldLimits = limits(state.batchCap);
  state.batchCap = BigInt(random.int(1_000_000, 9_000_000));
  const args = { token: random.pick(plan.tokens), oldLimits, newLimits: limits(state.batchCap) };
  return { kind: "vault", name: "OutflowLimitsChanged", args };
}

/** Labels are whatever their authors write: text that no database column takes, too. */
function nameRole({ random }: Act): Change {
  const label = random.pick(["CASHIER", "", "a\u0000b", "\ud83c\udfb2 dice", "'; DROP TABLE users; --"]);
  return { kind: "authority", name: "RoleLabel", args: { roleId: BigInt(random.int(1, 3)), label } };
}

function restrict({ random, plan }: Act): Change {
  const selector = random.pick(["0x12345678", "0x9abcdef0"]);
  const args = { target: plan.address, selector, roleId: BigInt(random.int(0, 3)) };
  return { kind: "authority", name: "TargetFunctionRoleUpdated", args };
}

function schedule({ nonce, plan, state }: Act): Change {
  const operationId = hexOf(`operation ${nonce}`, 64);
  state.scheduled.add(operationId);
  const said = { operationId, nonce: 1, schedule: 1_800_000_000, data: "0x12345678" };
  const args = { ...said, caller: addressOf("officer 1"), target: plan.address };
  return { kind: "authority", name: "OperationScheduled", args };
}

function endOperation(act: Act): Change {
  const [operationId] = act.state.scheduled;
  if (operationId === undefined) return schedule(act);
  act.state.scheduled.delete(operationId);
  const name = act.random.chance(0.5) ? "OperationExecuted" : "OperationCanceled";
  return { kind: "authority", name, args: { operationId, nonce: 1 } };
}

function changeRole({ state, random }: Act): Change {
  const roleId = BigInt(random.int(0, 3));
  const account = addressOf(`officer ${random.int(1, 3)}`);
  const key = `${roleId}/${account}`;
  if (state.roles.delete(key)) return { kind: "authority", name: "RoleRevoked", args: { roleId, account } };
  state.roles.add(key);
  const delay = random.pick([0, 3_600]);
  const args = { roleId, account, delay, since: 1_700_000_000, newMember: true };
  return { kind: "authority", name: "RoleGranted", args };
}
