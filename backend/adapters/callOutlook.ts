import { revertNameOf } from "./chainFailure.ts";

/** Whether a call would go through after the newest block; if not, by which of the contract's errors. */
export type CallOutlook = { readonly runs: true } | { readonly runs: false; readonly errorName: string };

/** What a simulated call shows. @throws ChainUnavailable, WrongChain */
export async function outlookOf(simulation: Promise<unknown>): Promise<CallOutlook> {
  try {
    await simulation;
    return { runs: true };
  } catch (error) {
    return { runs: false, errorName: revertNameOf(error) };
  }
}
