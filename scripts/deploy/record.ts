import { readFile } from "node:fs/promises";
import { type Address, type Hex, isAddress, isHex } from "viem";
import { z } from "zod";
import { RecordMismatch } from "#scripts/deploy/errors.ts";
import type { DeploymentPlan, StepId } from "#scripts/deploy/plan.ts";
import { writeFileAtomic } from "#scripts/runtime/atomicFile.ts";

const PUBLIC_FILE = 0o644;

const address = z.custom<Address>((value) => typeof value === "string" && isAddress(value));
const hex = z.custom<Hex>((value) => isHex(value));
const digits = z.string().regex(/^\d+$/);

/** One step, and every transaction signed for it: all carry the same nonce, so one of them at most is mined. */
const entryShape = z.object({
  step: z.enum(["AccessManager", "FairnessRegistry", "Vault", "setup"]),
  attempts: z.array(z.object({ hash: hex, raw: hex })),
  mined: z.object({ hash: hex, block: digits }).optional(),
});

const recordShape = z.object({
  version: z.literal(1),
  network: z.string(),
  chainId: z.int(),
  deployer: address,
  firstNonce: z.int(),
  planHash: hex,
  contracts: z.object({ AccessManager: address, FairnessRegistry: address, Vault: address }),
  /** The vault's first block: where an indexer starts. */
  deployBlock: digits.optional(),
  isComplete: z.boolean(),
  transactions: z.array(entryShape),
});

export type DeploymentRecord = z.output<typeof recordShape>;
export type RecordEntry = z.output<typeof entryShape>;

/** What a deployment has done so far, on disk before each transaction leaves: a second run goes on where one was cut off. */
export interface RecordStore {
  read(): Promise<DeploymentRecord | undefined>;
  write(record: DeploymentRecord): Promise<void>;
}

export function recordFile(path: string): RecordStore {
  return {
    async read() {
      const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
        return undefined;
      });
      return text === undefined ? undefined : parse(text, path);
    },
    write: (record) => writeFileAtomic(path, `${JSON.stringify(record, null, 2)}\n`, PUBLIC_FILE),
  };
}

/** For chains that are thrown away: a deployment that is cut off begins anew. */
export function recordInMemory(): RecordStore {
  let kept: DeploymentRecord | undefined;
  return {
    read: async () => kept,
    write: async (record) => {
      kept = record;
    },
  };
}

export function newRecord(
  plan: DeploymentPlan,
  network: { name: string; chainId: number },
): DeploymentRecord {
  return {
    version: 1,
    network: network.name,
    chainId: network.chainId,
    deployer: plan.deployer,
    firstNonce: plan.steps[0]?.nonce ?? 0,
    planHash: plan.hash,
    contracts: { ...plan.contracts },
    isComplete: false,
    transactions: plan.steps.map(({ id }) => ({ step: id, attempts: [] })),
  };
}

export function entryOf(record: DeploymentRecord, step: StepId): RecordEntry {
  const entry = record.transactions.find((candidate) => candidate.step === step);
  if (entry !== undefined) return entry;
  throw new RecordMismatch(`The deployment record has no step "${step}": it was edited by hand.`);
}

function parse(text: string, path: string): DeploymentRecord {
  try {
    return recordShape.parse(JSON.parse(text));
  } catch (error) {
    const message = `${path} is no deployment record: move it away, or bring back the one that was written.`;
    throw new RecordMismatch(message, { cause: error });
  }
}
