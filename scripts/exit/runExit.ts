import type { Account } from "viem";
import type { Hex } from "#domain/chain/hex.ts";
import { FREE_BALANCE } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { ExitRefused } from "#scripts/exit/errors.ts";
import type { ExitState } from "#scripts/exit/exitReader.ts";
import type { ExitMode } from "#scripts/exit/options.ts";
import type { CheckedProof, ProvenLeaf } from "#scripts/exit/proofFile.ts";
import type { VaultExit } from "#scripts/exit/vaultExit.ts";
import type { Call } from "#scripts/runtime/callSender.ts";

export type ExitRun = {
  readonly exit: VaultExit;
  readonly proof: CheckedProof;
  readonly to: Hex;
  readonly mode: ExitMode;
  readonly isActivationWanted: boolean;
  /** Asked for only when something is sent. */
  readonly signer: () => Promise<Account>;
  readonly print: (line: string) => void;
};

/**
 * Takes everything out of the vault that the proof and the vault itself say is the account's. Safe to run again: what
 * was paid already is named and left alone.
 *
 * @returns what was paid out, in quanta
 * @throws ExitRefused when the exit is not open and cannot be opened, NodeRefused when the vault refuses a call
 */
export async function runExit(run: ExitRun): Promise<bigint> {
  await run.exit.requireFits();
  const state = await openExit(run);
  // With --calldata the exit may still be closed: then the calls are for when the first of them has gone through.
  let paidQuanta = 0n;
  for (const leaf of run.proof.leaves) paidQuanta += await exitLeaf(run, state, leaf);
  if (state.uncoveredQuanta > 0n) {
    paidQuanta += await perform(run, state, {
      name: "deposits since the checkpoint",
      quanta: state.uncoveredQuanta,
      call: run.exit.depositsCall(run.to),
    });
  }
  if (run.mode === "send") run.print(`Paid ${paidQuanta} quanta to ${run.to}.`);
  return paidQuanta;
}

async function openExit(run: ExitRun): Promise<ExitState> {
  const { exit, mode } = run;
  const state = await exit.state();
  if (state.isActive) {
    run.print(`The exit is open; it pays ${state.payableQuanta} of ${state.claimQuanta} quanta owed.`);
    return state;
  }
  const since = `${new Date(Number(state.availableAt) * 1_000).toISOString()}`;
  if (state.now < state.availableAt) {
    throw new ExitRefused(
      `The exit is not open: it can be opened from ${since} on, if no checkpoint comes before.`,
    );
  }
  if (!run.isActivationWanted) {
    throw new ExitRefused(`The exit is not open: it can be opened since ${since}; add --activate to do so.`);
  }
  const call = exit.activateCall();
  if (mode === "calldata") printCall(run, call);
  else if (mode === "dry-run") await exit.rehearse(call);
  else await exit.send(await run.signer(), call);
  run.print(mode === "send" ? "Opened the exit." : "Would open the exit; what it pays is known after that.");
  return exit.state();
}

async function exitLeaf(run: ExitRun, state: ExitState, leaf: ProvenLeaf): Promise<bigint> {
  const { quanta, batchId } = leaf.leaf;
  const name = batchId === FREE_BALANCE ? "free balance" : `batch ${batchId}`;
  const leafState = await run.exit.leafState(leaf);
  if (leafState !== "open") {
    const how = leafState === "exited" ? "through the exit" : "by its batch";
    run.print(`${name}: ${quanta} quanta were paid already, ${how}.`);
    return 0n;
  }
  return perform(run, state, { name, quanta, call: run.exit.leafCall(leaf, run.to) });
}

async function perform(
  run: ExitRun,
  state: ExitState,
  { name, quanta, call }: { name: string; quanta: bigint; call: Call },
): Promise<bigint> {
  if (run.mode === "calldata") {
    printCall(run, call);
    return 0n;
  }
  if (run.mode === "dry-run") {
    if (!state.isActive) run.print(`${name}: ${quanta} quanta are owed.`);
    else {
      await run.exit.rehearse(call);
      run.print(
        `${name}: ${(quanta * state.payableQuanta) / state.claimQuanta} of ${quanta} quanta would be paid.`,
      );
    }
    return 0n;
  }
  const { hash, paidQuanta } = await run.exit.send(await run.signer(), call);
  run.print(`${name}: ${paidQuanta} of ${quanta} quanta paid in ${hash}.`);
  return paidQuanta;
}

function printCall({ print, proof }: ExitRun, { to, data }: Call): void {
  print(JSON.stringify({ chainId: proof.chainId, from: proof.account, to, data, value: "0" }));
}
