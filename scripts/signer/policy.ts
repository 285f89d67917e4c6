import { readPolicy } from "#backend/adapters/signingPolicyFile.ts";
import { describePolicy } from "#scripts/signer/describePolicy.ts";
import { SettingMissing, type SignerCommandSettings } from "#scripts/signer/settings.ts";
import { policyFile } from "#scripts/signer/writePolicy.ts";

const GWEI_PER_COIN = 1_000_000_000n;

/** Checks the policy and says what it means; or shows one to start from. @throws PolicyInvalid */
export async function showPolicy(settings: SignerCommandSettings, isExample: boolean): Promise<string> {
  if (isExample) return JSON.stringify(exampleFile(), null, 2);
  const { SIGNER_POLICY: path } = settings;
  if (path === undefined) {
    const what = "the policy's file; npm run signer -- policy --example shows one to start from";
    throw new SettingMissing("SIGNER_POLICY", what);
  }
  const policy = await readPolicy(path);
  return [`The policy ${path} is valid.`, "", ...describePolicy(policy)].join("\n");
}

/** Small caps, for a vault that does not exist: nothing of it may be taken over unread. */
function exampleFile() {
  return policyFile({
    chainId: 97,
    rpcUrls: ["https://rpc.example"],
    vault: "0x000000000000000000000000000000000000dead",
    maxBatchQuanta: 10n * GWEI_PER_COIN,
    maxDayQuanta: 50n * GWEI_PER_COIN,
    maxRecipientBatchQuanta: 2n * GWEI_PER_COIN,
    maxRecipientDayQuanta: 5n * GWEI_PER_COIN,
    entries: {
      registrationQuanta: 20n * GWEI_PER_COIN,
      retopupQuanta: 40n * GWEI_PER_COIN,
      maxPerDay: 100,
    },
  });
}
