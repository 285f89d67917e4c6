import { readFile } from "node:fs/promises";
import { type BalanceProof, balanceProof } from "#domain/api/checkpoints.ts";
import type { Hex } from "#domain/chain/hex.ts";
import type { LiabilityLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { isLeafProven, type SumProofStep } from "#domain/ledger/liabilitiesTreeProof.ts";
import { parseJson } from "#domain/parseJson.ts";
import { ExitRefused } from "#scripts/exit/errors.ts";

/** A leaf with the way to its root. */
export type ProvenLeaf = { readonly leaf: LiabilityLeaf; readonly proof: readonly SumProofStep[] };

/** A proof file that was read and checked: every leaf is under the root that it names. */
export type CheckedProof = {
  readonly chainId: number;
  readonly vault: Hex;
  readonly token: Hex;
  readonly currency: string;
  readonly epoch: bigint;
  readonly root: Hex;
  readonly account: Hex;
  readonly leaves: readonly ProvenLeaf[];
};

/** @throws ExitRefused when there is no such file, or it proves nothing */
export async function readProofFile(path: string): Promise<CheckedProof> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new ExitRefused(`The proof file ${path} cannot be read: name an existing file with --proof.`);
  });
  const parsed = balanceProof.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ExitRefused(
      `The file ${path} is no proof file of version 1: ${issue?.path.join(".")} ${issue?.message}.`,
    );
  }
  return checkProof(parsed.data);
}

/** @throws ExitRefused naming the first leaf that is not under the root */
export function checkProof(file: BalanceProof): CheckedProof {
  const [vault, token, root, account] = [file.vault, file.token, file.root, file.account].map(hex);
  if (!vault || !token || !root || !account)
    throw new ExitRefused("The proof file names no vault or account.");
  const leaves = file.leaves.map(({ quanta, batchId, proof }): ProvenLeaf => {
    const leaf = { account, quanta: BigInt(quanta), batchId: hex(batchId) };
    const steps = proof.map((step) => ({ hash: hex(step.hash), sum: BigInt(step.sum), isLeft: step.isLeft }));
    if (!isLeafProven(token, leaf, steps, { root, total: BigInt(file.total) })) {
      throw new ExitRefused(
        `The leaf of ${quanta} quanta in batch ${batchId} is not under the root: make the proof again.`,
      );
    }
    return { leaf, proof: steps };
  });
  const { chainId, currency } = file;
  return { chainId, vault, token, currency, epoch: BigInt(file.epoch), root, account, leaves };
}

/** The shapes have seen to it that the text is hex. */
function hex(text: string): Hex {
  return `0x${text.slice("0x".length)}`;
}
