import { type Abi, type AbiFunction, type Hex, toFunctionSelector } from "viem";
import { invariant } from "#domain/errors.ts";

/** The functions of a contract that change something. */
export function changingFunctions(abi: Abi): AbiFunction[] {
  return abi
    .filter((item) => item.type === "function")
    .filter(({ stateMutability }) => stateMutability !== "view" && stateMutability !== "pure");
}

/** The four bytes that name a function in a call. */
export function selectorOf(abi: Abi, name: string): Hex {
  const found = abi.find((item) => item.type === "function" && item.name === name);
  invariant(found?.type === "function", `the contract has a function ${name}`);
  return toFunctionSelector(found);
}

/** The name behind four bytes; the bytes themselves where the contract has no such function. */
export function functionNamed(abi: Abi, selector: Hex): string {
  const found = abi.find((item) => item.type === "function" && toFunctionSelector(item) === selector);
  return found?.type === "function" ? found.name : selector;
}
