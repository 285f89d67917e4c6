import type { Address, PublicClient } from "viem";
import { accessManagerAbi as abi } from "#domain/abi/accessManager.ts";
import type { AccountKind, Member, RoleState } from "#scripts/deploy/inspect/inspection.ts";
import type { ManagerEvents } from "#scripts/deploy/inspect/readLogs.ts";
import { readSafe } from "#scripts/deploy/preflight.ts";
import { PUBLIC_ROLE, ROLES, roleName } from "#scripts/deploy/roles.ts";

export type At = { readonly client: PublicClient; readonly blockNumber: bigint };

/** Every role that was ever spoken of, with its members of now: events say whom to ask for, the state says what holds. */
export async function readRoles(at: At, accessManager: Address, events: ManagerEvents): Promise<RoleState[]> {
  const labels = new Map<bigint, string>();
  const candidates = new Map<bigint, Set<Address>>(ROLES.map(({ id }) => [id, new Set()]));
  for (const event of events) {
    if (!("roleId" in event.args) || event.args.roleId === PUBLIC_ROLE) continue;
    const accounts = candidates.get(event.args.roleId) ?? new Set<Address>();
    candidates.set(event.args.roleId, accounts);
    if (event.eventName === "RoleGranted") accounts.add(event.args.account);
    if (event.eventName === "RoleLabel") labels.set(event.args.roleId, event.args.label);
  }
  const roles = [...candidates].sort(([a], [b]) => (a < b ? -1 : 1));
  const read: RoleState[] = [];
  for (const [id, accounts] of roles) {
    const name = labels.get(id) ?? roleName(id);
    read.push(await readRole({ at, accessManager, id, name, accounts: [...accounts] }));
  }
  return read;
}

async function readRole(input: {
  at: At;
  accessManager: Address;
  id: bigint;
  name: string;
  accounts: readonly Address[];
}): Promise<RoleState> {
  const { at, accessManager: address, id, name, accounts } = input;
  const { client, blockNumber } = at;
  const call = { address, abi, blockNumber, args: [id] } as const;
  const [adminRole, guardianRole, grantDelaySeconds] = await Promise.all([
    client.readContract({ ...call, functionName: "getRoleAdmin" }),
    client.readContract({ ...call, functionName: "getRoleGuardian" }),
    client.readContract({ ...call, functionName: "getRoleGrantDelay" }),
  ]);
  const members: Member[] = [];
  for (const account of accounts) {
    const args = [id, account] as const;
    const [since, delaySeconds, nextDelaySeconds, changesAt] = await client.readContract({
      ...call,
      functionName: "getAccess",
      args,
    });
    // Zero says that the role was revoked or renounced.
    if (since === 0) continue;
    const kind = await accountKind(client, account);
    members.push({ account, delaySeconds, nextDelaySeconds, changesAt, since, kind });
  }
  return { id, name, adminRole, guardianRole, grantDelaySeconds, members };
}

/** Whether somebody is a key, a Safe or another contract. */
export async function accountKind(client: PublicClient, address: Address): Promise<AccountKind> {
  const safe = await readSafe(client, address);
  if (safe !== undefined) return { is: "safe", ...safe };
  return { is: (await client.getCode({ address })) === undefined ? "key" : "contract" };
}
