import { type Account, createPublicClient, createWalletClient, encodeFunctionData, http, slice } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Hex } from "#domain/chain/hex.ts";
import type { Act, Membership } from "#scripts/administer/act.ts";
import { AdministerRefused } from "#scripts/administer/errors.ts";
import { birthBlock } from "#scripts/deploy/inspect/birth.ts";
import { readManagerEvents } from "#scripts/deploy/inspect/readLogs.ts";
import { roleName } from "#scripts/deploy/roles.ts";
import { calling, reaching } from "#scripts/runtime/nodeAnswer.ts";

/** Whether somebody may do something, and how long they wait first; and what it takes. */
export type Right = { readonly isHeld: boolean; readonly delaySeconds: number; readonly needs: string };

/** A call as a wallet sends it. */
export type Call = { readonly to: Hex; readonly data: Hex; readonly valueWei: bigint };

export type ConnectedManager = Awaited<ReturnType<typeof connectManager>>;

const POLL_MS = 500;

/** A vault and the AccessManager that it obeys. @throws AdministerRefused when there is no vault @throws NodeRefused */
export async function connectManager(rpcUrl: string, vault: Hex) {
  const transport = http(rpcUrl);
  const client = createPublicClient({ transport, pollingInterval: POLL_MS, cacheTime: 0 });
  const chainId = await reaching(client.getChainId());
  const address = await authorityOf();
  const manager = { address, abi: accessManagerAbi } as const;

  async function authorityOf(): Promise<Hex> {
    const refused = new AdministerRefused(`Chain ${chainId} has no vault at ${vault}.`);
    if ((await reaching(client.getCode({ address: vault }))) === undefined) throw refused;
    const call = { address: vault, abi: vaultAbi, functionName: "authority" } as const;
    return client.readContract(call).catch(() => {
      throw refused;
    });
  }

  const addressOf = ({ contract }: Act): Hex => (contract === "Vault" ? vault : address);
  const direct = (act: Act): Call => ({ to: addressOf(act), data: act.data, valueWei: act.valueWei });
  const through = (functionName: "schedule" | "execute", act: Act): Call => {
    const args = [addressOf(act), act.data] as const;
    const data =
      functionName === "schedule"
        ? encodeFunctionData({ ...manager, functionName, args: [...args, 0] })
        : encodeFunctionData({ ...manager, functionName, args });
    return { to: address, data, valueWei: 0n };
  };

  return {
    chainId,
    /** The act itself, by somebody who need not wait. */
    directCall: direct,
    /** The first of two calls, by somebody who must wait. */
    scheduleCall: (act: Act) => through("schedule", act),
    /** The second. */
    executeCall: (act: Act) => through("execute", act),

    async rightOf(act: Act, from: Hex): Promise<Right> {
      if (act.guard === "anyone") return { isHeld: true, delaySeconds: 0, needs: "nothing" };
      if (act.guard === "function") {
        const selector = slice(act.data, 0, 4);
        const read = Promise.all([
          client.readContract({ ...manager, functionName: "canCall", args: [from, vault, selector] }),
          client.readContract({ ...manager, functionName: "getTargetFunctionRole", args: [vault, selector] }),
        ]);
        const [[isImmediate, delaySeconds], role] = await reaching(read);
        return { isHeld: isImmediate || delaySeconds > 0, delaySeconds, needs: roleName(role) };
      }
      const roleArgs = [act.guard.administersRole] as const;
      const admin = await reaching(
        client.readContract({ ...manager, functionName: "getRoleAdmin", args: roleArgs }),
      );
      const [isHeld, delaySeconds] = await reaching(
        client.readContract({ ...manager, functionName: "hasRole", args: [admin, from] }),
      );
      return { isHeld, delaySeconds, needs: roleName(admin) };
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
        const args = [from, addressOf(act), act.data] as const;
        const id = await client.readContract({ ...at, functionName: "hashOperation", args });
        const readyAt = await client.readContract({ ...at, functionName: "getSchedule", args: [id] });
        const expirySeconds = await client.readContract({ ...at, functionName: "expiration" });
        if (readyAt === 0) return undefined;
        return { id, readyAt, expiresAt: readyAt + expirySeconds, isReady: timestamp >= BigInt(readyAt) };
      };
      return reaching(read());
    },

    /** The call that cancels what is scheduled under an id. @throws AdministerRefused when nothing is */
    async cancellation(operation: Hex, fromBlock: bigint | undefined): Promise<Act> {
      const args = [operation] as const;
      const readyAt = await reaching(client.readContract({ ...manager, functionName: "getSchedule", args }));
      if (readyAt === 0) {
        throw new AdministerRefused(`Nothing is scheduled under ${operation}, or it has expired.`);
      }
      const toBlock = await reaching(client.getBlockNumber());
      const from = fromBlock ?? (await birthBlock(client, address, toBlock));
      const events = await readManagerEvents({ client, accessManager: address, fromBlock: from, toBlock });
      for (const event of events) {
        if (event.eventName !== "OperationScheduled" || event.args.operationId !== operation) continue;
        const { caller, target, data } = event.args;
        const cancelled = { ...manager, functionName: "cancel", args: [caller, target, data] } as const;
        return {
          contract: "AccessManager",
          words: `cancel(${operation})`,
          data: encodeFunctionData(cancelled),
          valueWei: 0n,
          guard: "anyone",
        };
      }
      throw new AdministerRefused(`From block ${from} on nothing was scheduled under ${operation}.`);
    },

    /** Whether the call would go through now. @throws NodeRefused with the contract's reason */
    async rehearse({ to, data, valueWei }: Call, from: Hex): Promise<void> {
      await calling(client.call({ account: from, to, data, value: valueWei }));
    },

    /** Sends a call and waits for its block. @throws NodeRefused @throws AdministerRefused when it is mined and fails */
    async send({ to, data, valueWei }: Call, account: Account): Promise<Hex> {
      const wallet = createWalletClient({ account, transport });
      const hash = await calling(wallet.sendTransaction({ to, data, value: valueWei, chain: null }));
      const { status } = await reaching(client.waitForTransactionReceipt({ hash }));
      if (status !== "success") throw new AdministerRefused(`Transaction ${hash} was mined and failed.`);
      return hash;
    },
  };
}
