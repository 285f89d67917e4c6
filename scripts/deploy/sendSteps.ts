import { parseTransaction } from "viem";
import type { DeployerChain } from "#scripts/deploy/deployerChain.ts";
import { DeploymentStopped, NonceTaken } from "#scripts/deploy/errors.ts";
import { type Fees, replacementFees } from "#scripts/deploy/fees.ts";
import type { Mined } from "#scripts/deploy/mining.ts";
import type { DeploymentPlan, DeploymentStep } from "#scripts/deploy/plan.ts";
import {
  type DeploymentRecord,
  entryOf,
  type RecordEntry,
  type RecordStore,
} from "#scripts/deploy/record.ts";

export type Sending = {
  readonly chain: DeployerChain;
  readonly chainId: number;
  readonly plan: DeploymentPlan;
  readonly store: RecordStore;
  readonly confirmations: number;
  readonly report: (line: string) => void;
};

/** How often a deployment is looked over again because a reorganisation dropped a part of it. */
const MAX_PASSES = 5;

/**
 * Sends what is not mined yet, one step after the other, and waits until all of it is buried deep enough.
 * Every transaction is on disk before it leaves, and its nonce is part of the plan: whenever this is cut off and run
 * again, nothing is deployed twice.
 */
export async function sendSteps(sending: Sending, record: DeploymentRecord): Promise<DeploymentRecord> {
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    for (const step of sending.plan.steps) await settle(sending, record, step);
    await sending.chain.waitForBlock(lastBlockOf(record) + BigInt(sending.confirmations));
    if (await isAllMined(sending, record)) return finish(sending, record);
    sending.report("A reorganisation dropped a part of the deployment: sending it again.");
  }
  throw new DeploymentStopped("The chain keeps dropping the deployment: run the same command again later.");
}

async function settle(sending: Sending, record: DeploymentRecord, step: DeploymentStep): Promise<void> {
  const { store, report } = sending;
  const entry = entryOf(record, step.id);
  if (entry.mined !== undefined) return;
  const mined = (await alreadyMined(sending, entry, step)) ?? (await send(sending, record, step));
  if (!mined.isSuccess) {
    throw new DeploymentStopped(
      `Transaction ${mined.hash} (${step.id}) was reverted: find out why, move the deployment record away and begin anew.`,
    );
  }
  entry.mined = { hash: mined.hash, block: `${mined.block}` };
  if (step.id === "Vault") record.deployBlock = `${mined.block}`;
  await store.write(record);
  report(`  ${step.id.padEnd(16)} ${step.creates ?? step.to}  ${mined.hash}`);
}

/** @throws NonceTaken when something that is not ours was mined under the step's nonce */
async function alreadyMined(
  { chain }: Sending,
  entry: RecordEntry,
  step: DeploymentStep,
): Promise<Mined | undefined> {
  const next = await chain.minedNonce();
  const mined = await chain.findMined(entry.attempts.map(({ hash }) => hash));
  if (mined !== undefined || next <= step.nonce) return mined;
  throw new NonceTaken(
    `The deployer ${chain.deployer} sent another transaction with nonce ${step.nonce}, which belongs to ${step.id}: move the deployment record away and begin anew, with nobody else using that key.`,
  );
}

async function send(sending: Sending, record: DeploymentRecord, step: DeploymentStep): Promise<Mined> {
  const { chain, store } = sending;
  const entry = entryOf(record, step.id);
  const signed = await nextAttempt(sending, entry, step);
  if (!entry.attempts.some(({ hash }) => hash === signed.hash)) entry.attempts.push(signed);
  await store.write(record);
  await chain.broadcast(signed);
  return chain.waitForAny(entry.attempts.map(({ hash }) => hash));
}

/** The bytes to send: those of an earlier run while their fees still do, else new ones under the same nonce. */
async function nextAttempt({ chain, chainId }: Sending, entry: RecordEntry, step: DeploymentStep) {
  const today = await chain.fees();
  const last = entry.attempts.at(-1);
  if (last === undefined) {
    return chain.sign(step, { chainId, gas: await chain.gasOf(step), ...today });
  }
  const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n, gas = 0n } = parseTransaction(last.raw);
  const earlier: Fees = { maxFeePerGas, maxPriorityFeePerGas };
  if (maxFeePerGas >= today.maxFeePerGas) return last;
  return chain.sign(step, { chainId, gas, ...replacementFees(today, earlier) });
}

function lastBlockOf(record: DeploymentRecord): bigint {
  return record.transactions.reduce((last, { mined }) => {
    const block = BigInt(mined?.block ?? 0);
    return block > last ? block : last;
  }, 0n);
}

/** Looks at every receipt again, and forgets what is gone. */
async function isAllMined({ chain, store }: Sending, record: DeploymentRecord): Promise<boolean> {
  for (const entry of record.transactions) {
    const mined = await chain.findMined(entry.attempts.map(({ hash }) => hash));
    entry.mined = mined && { hash: mined.hash, block: `${mined.block}` };
    if (entry.step === "Vault" && mined !== undefined) record.deployBlock = `${mined.block}`;
  }
  await store.write(record);
  return record.transactions.every(({ mined }) => mined !== undefined);
}

/** What is buried deep enough is never sent again: its bytes need not be kept. */
async function finish({ store }: Sending, record: DeploymentRecord): Promise<DeploymentRecord> {
  record.isComplete = true;
  for (const entry of record.transactions) entry.attempts = [];
  await store.write(record);
  return record;
}
