import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Address } from "viem";
import type { PolicyFile } from "#backend/adapters/signingPolicyFile.ts";

export type PolicyOptions = {
  readonly path: string;
  readonly chainId: number;
  readonly vault: Address;
  /** Caps in quanta; the native coin's. */
  readonly maxBatchQuanta: bigint;
  readonly maxDayQuanta: bigint;
  readonly maxRecipientBatchQuanta: bigint;
  readonly maxRecipientDayQuanta: bigint;
};

const NATIVE_TOKEN = "0x0000000000000000000000000000000000000000";
const FOURTEEN_DAYS = 14 * 86_400;

/** Writes a policy that lets the signer pay the native coin from one vault. Overwrites an older one. */
export async function writePolicy({ path, chainId, vault, ...caps }: PolicyOptions): Promise<void> {
  const policy: PolicyFile = {
    version: 1,
    killSwitchFile: "signer.stop",
    maxDeadlineSeconds: FOURTEEN_DAYS,
    vaults: [
      {
        chainId,
        vault,
        tokens: [
          {
            token: NATIVE_TOKEN,
            maxBatchQuanta: String(caps.maxBatchQuanta),
            maxDayQuanta: String(caps.maxDayQuanta),
            maxRecipientBatchQuanta: String(caps.maxRecipientBatchQuanta),
            maxRecipientDayQuanta: String(caps.maxRecipientDayQuanta),
          },
        ],
      },
    ],
  };
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(policy, null, 2)}\n`, { mode: 0o600 });
}
