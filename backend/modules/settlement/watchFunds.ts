import type { EvmAddress } from "#domain/chain/hex.ts";
import { findVaults } from "./house.store.ts";
import type { Purpose } from "./purpose.ts";
import { accountFor, addressOf, type Settlement } from "./settlement.ts";

/** What is left to pay gas with for one purpose. */
export interface GasMoney {
  readonly pays: Purpose["kind"];
  readonly account: EvmAddress;
  readonly balanceWei: bigint;
}

/**
 * Looks at the gas money, and tells in time when it runs low: while transactions can still be paid for. All houses of the
 * chain share it, so each of them is told.
 */
export async function watchFunds(settlement: Settlement, chainId: number): Promise<GasMoney[]> {
  const { pool, chain, alerts, settings } = settlement;
  const { baseFeePerGas, priorityFeePerGas } = await chain.feeMarket();
  const feePerGas = baseFeePerGas + priorityFeePerGas;
  const reserves = [
    { pays: "batch", gas: settings.usualBatchGas * settings.reservedBatches },
    { pays: "checkpoint", gas: settings.usualCheckpointGas * settings.reservedCheckpoints },
  ] as const;
  const found: GasMoney[] = [];
  for (const { pays, gas } of reserves) {
    const account = addressOf(accountFor(settlement, { kind: pays }));
    const balanceWei = await chain.balanceWeiOf(account);
    found.push({ pays, account, balanceWei });
    const wantedWei = gas * feePerGas;
    if (balanceWei >= wantedWei) continue;
    const details = { pays, balanceWei: String(balanceWei), wantedWei: String(wantedWei) };
    const tenantIds = new Set((await findVaults(pool, chainId)).map(({ tenantId }) => tenantId));
    for (const tenantId of tenantIds) alerts.raise("gas_money_low", { tenantId }, account, details);
  }
  return found;
}
