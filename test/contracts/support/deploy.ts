import type { Addressable, BaseContract, BaseContractMethod, ContractRunner } from "ethers";
import { network } from "hardhat";
import type { accessManagerAbi } from "#domain/abi/accessManager.ts";
import type { vaultAbi } from "#domain/abi/vault.ts";

export const { ethers, networkHelpers } = await network.create();

/** A deployed contract with the named functions. */
export type Deployed<Name extends string> = Omit<BaseContract, "connect"> &
  Addressable & { readonly [name in Name]: BaseContractMethod } & {
    connect(runner: ContractRunner): Deployed<Name>;
  };

type FunctionsOf<Abi extends readonly { readonly type: string }[]> = Extract<
  Abi[number],
  { readonly type: "function"; readonly name: string }
>["name"];

/** The functions of every contract that the tests deploy. */
type Functions = {
  Vault: FunctionsOf<typeof vaultAbi>;
  AccessManager: FunctionsOf<typeof accessManagerAbi>;
  RevertingRecipient: "setAccepts" | "run";
  NonPayableRecipient: "VERSION";
  GasBurningRecipient: never;
  GasMeteringRecipient: "received";
  ReturnBombingRecipient: never;
  ReenteringRecipient: "claim";
  ContractSigner: never;
  SumTreeProbe: "leafHash" | "holds";
};

export async function deploy<Name extends keyof Functions>(
  name: Name,
  args: readonly unknown[] = [],
): Promise<Deployed<Functions[Name]>> {
  const contract: unknown = await ethers.deployContract(name, [...args]);
  return contract as Deployed<Functions[Name]>;
}
