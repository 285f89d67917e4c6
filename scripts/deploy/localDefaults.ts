import { demoWallets } from "#scripts/start/demoWallets.ts";

const GWEI_PER_COIN = 1_000_000_000n;

/** What a deployment to the local chain takes where nothing else is said: public keys, short delays, round limits. */
export function localDefaults(): Readonly<Record<string, string>> {
  const wallets = demoWallets();
  return {
    RPC_URLS: "http://127.0.0.1:8545",
    DEPLOYER_KEY: wallets.admin.privateKey,
    VAULT_ADMIN: wallets.admin.address,
    VAULT_GUARDIAN: wallets.guardian.address,
    VAULT_OPERATOR: wallets.operator.address,
    VAULT_TREASURY: wallets.treasury.address,
    VAULT_SIGNER: wallets.sender.address,
    VAULT_ADMIN_DELAY_SECONDS: "60",
    VAULT_TREASURY_DELAY_SECONDS: "60",
    VAULT_GRANT_DELAY_SECONDS: "0",
    VAULT_BATCH_CAP_GWEI: `${2_000n * GWEI_PER_COIN}`,
    VAULT_OUTFLOW_CAPACITY_GWEI: `${8_000n * GWEI_PER_COIN}`,
    VAULT_OUTFLOW_REFILL_GWEI_PER_SECOND: `${GWEI_PER_COIN}`,
  };
}
