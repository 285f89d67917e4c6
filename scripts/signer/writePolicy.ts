import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Address } from "viem";
import type { PolicyFile } from "#backend/adapters/signingPolicyShape.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";

export type PolicyOptions = {
  readonly path: string;
  readonly chainId: number;
  /** Where the signer itself reads the vault. */
  readonly rpcUrls: readonly string[];
  readonly vault: Address;
  /** Caps in quanta; the native coin's. */
  readonly maxBatchQuanta: bigint;
  readonly maxDayQuanta: bigint;
  readonly maxRecipientBatchQuanta: bigint;
  readonly maxRecipientDayQuanta: bigint;
  /** What entries cost, in quanta; none are signed when left out. */
  readonly entries?: {
    readonly registrationQuanta: bigint;
    readonly retopupQuanta: bigint;
    readonly maxPerDay: number;
  };
};

const FOURTEEN_DAYS = 14 * 86_400;
/** An entry is signed while its member waits to hand it in. */
const ONE_HOUR = 3_600;

/** Writes a policy that lets the signer sign for one vault and its native coin. Overwrites an older one. */
export async function writePolicy(options: PolicyOptions): Promise<void> {
  const { path } = options;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(policyFile(options), null, 2)}\n`, { mode: 0o600 });
}

/** The content of a policy file, for one vault. */
export function policyFile(options: Omit<PolicyOptions, "path">): PolicyFile {
  const { chainId, rpcUrls, vault, entries } = options;
  return {
    version: 2,
    killSwitchFile: "signer.stop",
    maxDeadlineSeconds: FOURTEEN_DAYS,
    chains: [{ chainId, rpcUrls: [...rpcUrls] }],
    vaults: [
      {
        chainId,
        vault,
        types: entries === undefined ? ["PayoutBatch"] : ["PayoutBatch", "EntryIntent"],
        tokens: [
          {
            token: NATIVE_TOKEN,
            maxBatchQuanta: String(options.maxBatchQuanta),
            maxDayQuanta: String(options.maxDayQuanta),
            maxRecipientBatchQuanta: String(options.maxRecipientBatchQuanta),
            maxRecipientDayQuanta: String(options.maxRecipientDayQuanta),
          },
        ],
        ...(entries !== undefined && { entries: entryCaps(entries) }),
      },
    ],
  };
}

function entryCaps({ registrationQuanta, retopupQuanta, maxPerDay }: NonNullable<PolicyOptions["entries"]>) {
  return {
    maxPerDay,
    maxDeadlineSeconds: ONE_HOUR,
    kinds: {
      registration: { amounts: [String(registrationQuanta)] },
      retopup: { amounts: [String(retopupQuanta)] },
    },
  };
}
