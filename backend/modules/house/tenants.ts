import type { Clock } from "#backend/adapters/clock.ts";
import type { Database } from "#backend/db/client.ts";
import type { Tenant } from "#backend/http/route.ts";
import { FairhouseError } from "#domain/errors.ts";

/** No tenant answers to this host, and the default tenant does not exist. */
export class HouseNotSetUp extends FairhouseError {
  readonly code = "HOUSE_NOT_SET_UP";

  constructor() {
    super("This house is not set up yet: register a tenant and its vault first.");
  }
}

export interface Tenants {
  /** The house that a host name belongs to. @throws HouseNotSetUp */
  find(hostname: string): Promise<Tenant>;
}

/** A tenant that is added or renamed is seen within this time. */
const MAX_AGE_MS = 30_000;

interface Directory {
  readonly byHostname: ReadonlyMap<string, Tenant>;
  readonly bySlug: ReadonlyMap<string, Tenant>;
}

/** Finds tenants by host name; a name that none claims is served by the default tenant. */
export function createTenants(db: Database, clock: Clock, defaultSlug: string): Tenants {
  let known: { readonly readAt: number; readonly directory: Promise<Directory> } | undefined;

  function directory(): Promise<Directory> {
    const now = clock.now();
    if (known !== undefined && now - known.readAt < MAX_AGE_MS) return known.directory;
    const read = readDirectory(db);
    known = { readAt: now, directory: read };
    // A failed reading answers those who wait for it and is not kept.
    read.catch(() => {
      known = undefined;
    });
    return read;
  }

  return {
    async find(hostname) {
      const { byHostname, bySlug } = await directory();
      const tenant = byHostname.get(hostname.toLowerCase()) ?? bySlug.get(defaultSlug);
      if (tenant !== undefined) return tenant;
      // Being set up is a matter of seconds: do not remember its absence.
      known = undefined;
      throw new HouseNotSetUp();
    },
  };
}

async function readDirectory(db: Database): Promise<Directory> {
  const rows = await db.directory.findMany();
  const tenants = rows.map(({ id, slug, name, maxRiskBps, hostnames }) => ({
    tenant: { id, slug, name, maxRiskBps },
    hostnames,
  }));
  return {
    bySlug: new Map(tenants.map(({ tenant }) => [tenant.slug, tenant])),
    byHostname: new Map(
      tenants.flatMap(({ tenant, hostnames }) => hostnames.map((name) => [name.toLowerCase(), tenant])),
    ),
  };
}
