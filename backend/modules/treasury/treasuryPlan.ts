import { encodeAbiParameters, encodeFunctionData, keccak256 } from "viem";
import type { TransferRight } from "#backend/adapters/vaultStanding.ts";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { TreasuryTransferPlan } from "#domain/api/treasury.ts";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";

export interface PlannedTransfer {
  readonly vault: EvmAddress;
  readonly token: EvmAddress;
  readonly from: EvmAddress;
  readonly to: EvmAddress;
  readonly quanta: bigint;
  readonly right: TransferRight;
}

type Plan = Pick<TreasuryTransferPlan, "call" | "delaySeconds" | "operationId" | "steps">;

/** "As soon as the manager's rules let it." */
const AT_ONCE = 0;

/** The calls with which the holder of the treasury role makes a transfer, in their order. */
export function planTransfer({ vault, token, from, to, quanta, right }: PlannedTransfer): Plan {
  const data = encodeFunctionData({
    abi: vaultAbi,
    functionName: "treasuryTransfer",
    args: [token, to, quanta],
  });
  const call = { to: vault, value: "0" as const, data };
  if (right.isImmediate) {
    const description = "Transfers the amount; the vault checks the surplus once more.";
    const execute = { name: "execute" as const, description, ...call, afterSeconds: 0, withinSeconds: null };
    return { call, delaySeconds: 0, operationId: null, steps: [execute] };
  }
  const { authority, delaySeconds, expirySeconds } = right;
  return {
    call,
    delaySeconds,
    operationId: operationIdOf({ caller: from, target: vault, data }),
    steps: [
      {
        name: "schedule",
        description: "Announces the transfer: anyone can see it, and its guardians can cancel it.",
        to: authority,
        value: "0",
        data: encodeFunctionData({
          abi: accessManagerAbi,
          functionName: "schedule",
          args: [vault, data, AT_ONCE],
        }),
        afterSeconds: 0,
        withinSeconds: null,
      },
      {
        name: "execute",
        description: "Transfers the amount, if the vault's surplus still covers it.",
        to: authority,
        value: "0",
        data: encodeFunctionData({ abi: accessManagerAbi, functionName: "execute", args: [vault, data] }),
        afterSeconds: delaySeconds,
        withinSeconds: delaySeconds + expirySeconds,
      },
    ],
  };
}

/** As the access manager names a scheduled call. */
function operationIdOf({ caller, target, data }: { caller: EvmAddress; target: EvmAddress; data: Hex }): Hex {
  const types = [{ type: "address" }, { type: "address" }, { type: "bytes" }] as const;
  return keccak256(encodeAbiParameters(types, [caller, target, data]));
}
