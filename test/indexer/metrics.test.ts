import { describe, expect, test } from "vitest";
import { createMetrics } from "#indexer/metrics.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import { createVaultStatus } from "#indexer/vaultStatus.ts";

const ADDRESS = `0x${"ab".repeat(20)}` as const;

const vaultOn = (chainId: number): HouseVault => ({
  ...{ id: chainId, tenantId: 1, chainId, address: ADDRESS, deployBlock: 1n },
  ...{ bankrollAddress: ADDRESS, authority: undefined, fairnessRegistry: undefined },
});

describe("createMetrics", () => {
  test("behavior: one address on two chains is two vaults", async () => {
    const metrics = createMetrics();
    const [bsc, testnet] = [vaultOn(56), vaultOn(97)];
    metrics.reconciled(bsc, "BNB", 0n);
    metrics.reconciled(testnet, "BNB", -7n);
    metrics.halted(testnet);
    for (const [vault, number] of [
      [bsc, 10n],
      [testnet, 500n],
      [bsc, 12n],
      [testnet, 501n],
    ] as const)
      metrics.observe(vault, {
        ...{ kind: "recorded", events: 1, headNumber: number },
        cursor: { number, hash: "0x00", headNumber: number, finalNumber: number },
      });
    for (const [status, verdict] of [
      [createVaultStatus(ADDRESS, 0, 56), "confirmed"],
      [createVaultStatus(ADDRESS, 0, 97), "disputed"],
    ] as const)
      metrics.confirmed(status, verdict);
    metrics.watchVaults(
      () => [createVaultStatus(ADDRESS, 0, 56), createVaultStatus(ADDRESS, 0, 97)],
      () => 1,
    );

    const text = await metrics.registry.metrics();
    for (const line of [
      `fairhouse_reconciliation_variance_minor{chain="56",vault="${ADDRESS}",currency="BNB"} 0`,
      `fairhouse_reconciliation_variance_minor{chain="97",vault="${ADDRESS}",currency="BNB"} -7`,
      `fairhouse_indexer_cursor_block{chain="56",vault="${ADDRESS}"} 12`,
      `fairhouse_indexer_cursor_block{chain="97",vault="${ADDRESS}"} 501`,
      `fairhouse_indexer_blocks_total{chain="56",vault="${ADDRESS}"} 2`,
      `fairhouse_indexer_blocks_total{chain="97",vault="${ADDRESS}"} 1`,
      `fairhouse_indexer_halted{chain="97",vault="${ADDRESS}"} 1`,
      `fairhouse_indexer_confirmations_total{chain="97",vault="${ADDRESS}",verdict="disputed"} 1`,
      `fairhouse_indexer_ready{chain="56",vault="${ADDRESS}"} 0`,
      `fairhouse_indexer_ready{chain="97",vault="${ADDRESS}"} 0`,
    ])
      expect(text.split("\n")).toContain(line);
    expect(text).not.toContain(`fairhouse_indexer_halted{chain="56"`);
  });
});
