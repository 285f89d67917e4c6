import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import type { Page } from "#backend/http/listPage.ts";
import type {
  GovernanceChange,
  GovernanceChangeQuery,
  GovernanceReport,
  VaultGovernance,
} from "#domain/api/governance.ts";
import { brieflyKept } from "./brieflyKept.ts";
import { listChanges } from "./changes.store.ts";
import {
  findAnchors,
  findBrakes,
  findGovernedVaults,
  findLimits,
  findOperations,
  findSigners,
  type RulesWanted,
} from "./governance.store.ts";
import { findRoles } from "./roles.store.ts";

/** Rules change a few times a year. */
const REPORT_MAX_AGE_MS = 3_000;

export interface Governance {
  report(tenantId: number): Promise<GovernanceReport>;
  /** @throws CursorInvalid */
  changes(tenantId: number, query: GovernanceChangeQuery): Promise<Page<GovernanceChange>>;
}

export interface GovernanceDeps {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}

/** Who may do what on the chain, as its events say. */
export function createGovernance({ pool, clock }: GovernanceDeps): Governance {
  return {
    report: brieflyKept({
      clock,
      maxAgeMs: REPORT_MAX_AGE_MS,
      read: (tenantId) =>
        inTenantTransaction(pool, tenantId, async (client) => {
          const now = BigInt(Math.floor(clock.now() / 1_000));
          const vaults: VaultGovernance[] = [];
          for (const vault of await findGovernedVaults(client, tenantId))
            vaults.push(await readRules(client, { tenantId, vault, now }));
          return { vaults };
        }),
    }),

    changes: (tenantId, query) =>
      inTenantTransaction(pool, tenantId, (client) => listChanges(client, tenantId, query)),
  };
}

async function readRules(client: pg.ClientBase, wanted: RulesWanted): Promise<VaultGovernance> {
  const { vault } = wanted;
  return {
    vault: vault.address,
    chainId: vault.chainId,
    authority: vault.authority,
    fairnessRegistry: vault.fairnessRegistry,
    asOfBlock: vault.indexedBlock?.toString() ?? null,
    signers: await findSigners(client, wanted),
    limits: await findLimits(client, wanted),
    brakes: await findBrakes(client, wanted),
    roles: await findRoles(client, wanted),
    operations: await findOperations(client, wanted),
    anchors: await findAnchors(client, wanted),
  };
}
