import { encodeFunctionData } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import type { Hex } from "#domain/chain/hex.ts";
import type { Act } from "#scripts/administer/act.ts";
import type { Call } from "#scripts/runtime/callSender.ts";

/** A house's vault and the AccessManager that it obeys. */
export type HouseContracts = { readonly vault: Hex; readonly accessManager: Hex };

/** An act as calls: the act itself, or the two calls of somebody who must wait. */
export function createManagerCalls(contracts: HouseContracts) {
  const { accessManager } = contracts;
  const onManager = (data: Hex): Call => ({ to: accessManager, data, valueWei: 0n });

  return {
    /** The act itself, by somebody who need not wait. */
    directCall: (act: Act): Call => ({
      to: addressOf(contracts, act),
      data: act.data,
      valueWei: act.valueWei,
    }),

    /** The first of two calls, by somebody who must wait. */
    scheduleCall(act: Act): Call {
      const args = [addressOf(contracts, act), act.data, 0] as const;
      return onManager(encodeFunctionData({ abi: accessManagerAbi, functionName: "schedule", args }));
    },

    /** The second. */
    executeCall(act: Act): Call {
      const args = [addressOf(contracts, act), act.data] as const;
      return onManager(encodeFunctionData({ abi: accessManagerAbi, functionName: "execute", args }));
    },
  };
}

/** The contract that an act calls. */
export function addressOf({ vault, accessManager }: HouseContracts, { contract }: Act): Hex {
  return contract === "Vault" ? vault : accessManager;
}
