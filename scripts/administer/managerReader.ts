import { type PublicClient, slice } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import type { Hex } from "#domain/chain/hex.ts";
import type { Act, Membership } from "#scripts/administer/act.ts";
import { addressOf, type HouseContracts } from "#scripts/administer/managerCalls.ts";
import { roleName } from "#scripts/deploy/roles.ts";
import { reaching } from "#scripts/runtime/nodeAnswer.ts";

/** Whether somebody may do something, and how long they wait first; and what it takes. */
export type Right = { readonly isHeld: boolean; readonly delaySeconds: number; readonly needs: string };

/** What the AccessManager says. @throws NodeRefused */
export function createManagerReader(client: PublicClient, contracts: HouseContracts) {
  const { vault, accessManager } = contracts;
  const manager = { address: accessManager, abi: accessManagerAbi } as const;

  async function rightToCall(from: Hex, selector: Hex): Promise<Right> {
    const read = Promise.all([
      client.readContract({ ...manager, functionName: "canCall", args: [from, vault, selector] }),
      client.readContract({ ...manager, functionName: "getTargetFunctionRole", args: [vault, selector] }),
    ]);
    const [[isImmediate, delaySeconds], role] = await reaching(read);
    return { isHeld: isImmediate || delaySeconds > 0, delaySeconds, needs: roleName(role) };
  }

  async function rightToAdminister(from: Hex, role: bigint): Promise<Right> {
    const admin = await reaching(
      client.readContract({ ...manager, functionName: "getRoleAdmin", args: [role] }),
    );
    const [isHeld, delaySeconds] = await reaching(
      client.readContract({ ...manager, functionName: "hasRole", args: [admin, from] }),
    );
    return { isHeld, delaySeconds, needs: roleName(admin) };
  }

  return {
    async rightOf({ guard, data }: Act, from: Hex): Promise<Right> {
      if (guard === "anyone") return { isHeld: true, delaySeconds: 0, needs: "nothing" };
      if (guard === "function") return rightToCall(from, slice(data, 0, 4));
      return rightToAdminister(from, guard.administersRole);
    },

    /** Whether a role was granted, counting already or not. */
    async isMember({ role, account }: Membership): Promise<boolean> {
      const args = [role, account] as const;
      const [since] = await reaching(client.readContract({ ...manager, functionName: "getAccess", args }));
      return since !== 0;
    },

    /** When the scheduled act can be executed and until when, and the chain's time; undefined if it is not scheduled. */
    async scheduleOf(act: Act, from: Hex) {
      const read = async () => {
        const { timestamp, number: blockNumber } = await client.getBlock();
        const at = { ...manager, blockNumber } as const;
        const args = [from, addressOf(contracts, act), act.data] as const;
        const id = await client.readContract({ ...at, functionName: "hashOperation", args });
        const readyAt = await client.readContract({ ...at, functionName: "getSchedule", args: [id] });
        const expirySeconds = await client.readContract({ ...at, functionName: "expiration" });
        if (readyAt === 0) return undefined;
        return { id, readyAt, expiresAt: readyAt + expirySeconds, isReady: timestamp >= BigInt(readyAt) };
      };
      return reaching(read());
    },
  };
}
