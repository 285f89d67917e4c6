import { ethers } from "#test/contracts/support/deploy.ts";

/** The ways of `ReenteringRecipient` to call back. */
export const REENTER = { deposit: 0, execute: 1, claim: 2 } as const;

/** The selector of an error without arguments, as a recipient sees it. */
export function answerOf(error: string): string {
  return ethers.id(`${error}()`).slice(0, 10);
}
