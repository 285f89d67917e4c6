import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyTypedData } from "ethers";
import { recoverTypedDataAddress } from "viem";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { entryIntentTypes, vaultDomain } from "#domain/chain/typedData.ts";
import type { EntrySigningRequest } from "#domain/settlement/judgeEntryIntent.ts";
import type { VaultPolicy } from "#domain/settlement/signingPolicy.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";
import {
  account,
  batchId,
  CHAIN_ID,
  entryOf,
  NOON_MS,
  SIGNER_ADDRESS,
  startTestSigner,
  TestChain,
  VAULT,
  VAULT_POLICY,
} from "./testSigner.ts";

const NOW = BigInt(NOON_MS / 1000);
const DAY_MS = 86_400_000;

let folder: string;
let time: { ms: number; isStopped?: boolean };
let chain: TestChain;
let signer: Awaited<ReturnType<typeof startTestSigner>>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-signer-"));
  time = { ms: NOON_MS };
  chain = new TestChain();
  signer = await startTestSigner(folder, { time, chain });
});
afterEach(async () => {
  await signer.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function restart(vaults?: readonly VaultPolicy[]): Promise<void> {
  await signer.stop();
  signer = await startTestSigner(folder, { time, chain, ...(vaults !== undefined && { vaults }) });
}

const sign = (request: EntrySigningRequest) => signer.client.signEntryIntent(request);

async function reasonOf(request: EntrySigningRequest): Promise<string> {
  const outcome = await sign(request).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(SigningRefused);
  return (outcome as SigningRefused).reason;
}

describe("signEntryIntent", () => {
  test("default: the signature is the signer's over the EIP-712 entry, as viem and ethers see it", async () => {
    const { intent, ...request } = entryOf();
    const { signature } = await sign({ ...request, intent });
    const domain = vaultDomain(CHAIN_ID, VAULT);
    const typed = { domain, types: entryIntentTypes, primaryType: "EntryIntent" } as const;
    const recovered = await recoverTypedDataAddress({ ...typed, message: intent, signature });
    expect(recovered.toLowerCase()).toBe(SIGNER_ADDRESS);
    const types = { EntryIntent: [...entryIntentTypes.EntryIntent] };
    expect(verifyTypedData(domain, types, intent, signature).toLowerCase()).toBe(SIGNER_ADDRESS);
  });

  test("behavior: one entry per account and nonce; the same again gets the same signature", async () => {
    const first = await sign(entryOf());
    expect(await sign(entryOf())).toEqual(first);
    await restart();
    expect(await sign(entryOf())).toEqual(first);
    for (const altered of [
      entryOf({ sponsor: account(3) }),
      entryOf({ amount: 25n }),
      entryOf({ placementHint: batchId(8) }),
      entryOf({ kind: 2, amount: 40n }),
      entryOf({ deadline: NOW + 601n }),
    ])
      expect(await reasonOf(altered)).toBe("ENTRY_NONCE_REUSED");
    await sign(entryOf({ nonce: 1n, kind: 2, amount: 55n }));
    await sign(entryOf({ account: account(5) }));
  });

  test("behavior: an entry that can never be used again makes room for another one", async () => {
    await sign(entryOf());
    const later = entryOf({ sponsor: account(3), deadline: NOW + 3_000n });
    time.ms += 601_000; // Past the deadline by the signer's clock, but the chain's may be behind.
    expect(await reasonOf(later)).toBe("ENTRY_NONCE_REUSED");
    time.ms += 900_000;
    const second = await sign(later);
    expect(await reasonOf(entryOf())).toBe("ENTRY_NONCE_REUSED");
    expect(await sign(later)).toEqual(second);

    chain.epoch = 2n; // Rotated: what was signed for epoch 1 is void.
    expect(await reasonOf(entryOf({ deadline: NOW + 3_000n }))).toBe("ENTRY_NONCE_REUSED");
    await sign(entryOf({ signerEpoch: 2n, deadline: NOW + 3_000n }));
  });

  test("behavior: the cap of a day outlives a restart and ends with the day", async () => {
    for (const n of [10, 11, 12]) await sign(entryOf({ account: account(n) }));
    await restart();
    expect(await reasonOf(entryOf({ account: account(13) }))).toBe("ENTRY_DAY_CAP_EXCEEDED");
    await sign(entryOf({ account: account(12) })); // Repeated: that counts nothing.
    time.ms += DAY_MS / 2;
    await sign(entryOf({ account: account(13), deadline: BigInt(time.ms / 1000) + 60n }));
  });

  test.each<[string, EntrySigningRequest]>([
    ["VAULT_NOT_ALLOWED", { ...entryOf(), chainId: 1 }],
    ["VAULT_NOT_ALLOWED", { ...entryOf(), vault: account(9) }],
    ["ENTRY_KIND_NOT_ALLOWED", entryOf({ kind: 3 })],
    ["ENTRY_AMOUNT_NOT_ALLOWED", entryOf({ amount: 21n })],
    ["ENTRY_AMOUNT_NOT_ALLOWED", entryOf({ kind: 2, amount: 39n })],
    ["ENTRY_AMOUNT_NOT_ALLOWED", entryOf({ kind: 2, amount: 81n })],
    ["ENTRY_ACCOUNT_INVALID", entryOf({ account: VAULT })],
    ["ENTRY_ACCOUNT_INVALID", entryOf({ account: `0x${"0".repeat(40)}` })],
    ["ENTRY_ACCOUNT_INVALID", entryOf({ sponsor: account(1) })],
    ["DEADLINE_PASSED", entryOf({ deadline: NOW })],
    ["DEADLINE_TOO_FAR", entryOf({ deadline: NOW + 3_601n })],
    ["SIGNER_EPOCH_STALE", entryOf({ signerEpoch: 0n })],
    ["SIGNER_EPOCH_STALE", entryOf({ signerEpoch: 2n })],
  ])("error: SigningRefused %s", async (reason, request) => {
    expect(await reasonOf(request)).toBe(reason);
  });

  test("error: SigningRefused TYPE_NOT_ALLOWED, and SIGNER_STOPPED", async () => {
    const { entries: _, ...withoutEntries } = VAULT_POLICY;
    await restart([{ ...withoutEntries, types: ["PayoutBatch"] }]);
    expect(await reasonOf(entryOf())).toBe("TYPE_NOT_ALLOWED");
    time.isStopped = true;
    expect(await reasonOf(entryOf())).toBe("SIGNER_STOPPED");
  });
});
