import { reconcile } from "#indexer/reconcile.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import { booksFaults, dump } from "#test/indexer/support/dump.ts";
import type { Ground, SimBooks } from "./ground.ts";
import type { WorldPlan } from "./plan.ts";
import { readBooks } from "./readBooks.ts";
import { type TrueVault, type Truth, truthOf } from "./truth.ts";

/** Differences named one by one; more of the same table are only counted. */
const MAX_NAMED = 3;

/** Everything in which the live books differ from those of an index from scratch. */
export async function differencesFromScratch({ live, scratch }: Ground): Promise<string[]> {
  const differences: string[] = [];
  for (const { vault } of live.vaults) {
    const [lived, fresh] = [await dump(live, vault), await dump(scratch, vault)];
    for (const table of Object.keys(fresh)) {
      const before = new Set((fresh[table] ?? []).map(String));
      const after = new Set((lived[table] ?? []).map(String));
      const missing = [...before].filter((row) => !after.has(row)).map((row) => `lacks ${row}`);
      const surplus = [...after].filter((row) => !before.has(row)).map((row) => `has ${row}`);
      differences.push(...named(`${table} of vault ${vault.id} (from scratch)`, [...missing, ...surplus]));
    }
  }
  return differences;
}

/** Everything in which the live books differ from what really happened. */
export async function differencesFromTruth(
  live: SimBooks,
  world: WorldPlan,
  vaults: readonly TrueVault[],
): Promise<string[]> {
  const differences: string[] = [];
  for (const tenant of world.tenants) {
    const own = vaults.filter(({ plan }) => plan.tenant === tenant.slug);
    const tenantId = own[0]!.vault.tenantId;
    const [wanted, found] = [truthOf(tenant, own), await readBooks(live, tenantId)];
    for (const table of Object.keys(wanted) as (keyof Truth)[]) {
      differences.push(
        ...named(`${table} of ${tenant.slug} (truth)`, unequal<unknown>(wanted[table], found[table])),
      );
    }
    const faults = await booksFaults(live, tenantId);
    differences.push(...named(`books of ${tenant.slug}`, faults));
  }
  return differences;
}

/** What a reconciliation finds that the simulation did not plan: batches that the house does not know are planned. */
export async function varianceOf(
  pool: SimBooks["indexer"],
  vault: HouseVault,
  reader: ChainReader,
): Promise<string[]> {
  const checks = await reconcile({ pool, reader, vault });
  const faults = checks.flatMap(({ currency, varianceMinor, findings }) => [
    ...(varianceMinor === 0n ? [] : [`${currency} has a variance of ${varianceMinor}`]),
    ...findings
      .filter(({ check }) => check !== "payout_batches" && check !== "unlisted_token")
      .map(({ detail }) => `${currency}: ${detail}`),
  ]);
  return named(`reconciliation of vault ${vault.id}`, faults);
}

function unequal<Value>(wanted: ReadonlyMap<string, Value>, found: ReadonlyMap<string, Value>): string[] {
  const keys = [...new Set([...wanted.keys(), ...found.keys()])].toSorted();
  return keys
    .filter((key) => wanted.get(key) !== found.get(key))
    .map((key) => `${key} is ${found.get(key) ?? "absent"}, not ${wanted.get(key) ?? "there"}`);
}

function named(where: string, faults: readonly string[]): string[] {
  const more = faults.length - MAX_NAMED;
  const shown = faults.slice(0, MAX_NAMED).map((fault) => `${where}: ${fault}`);
  return more > 0 ? [...shown, `${where}: and ${more} more`] : shown;
}
