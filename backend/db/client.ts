import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { PrismaClient } from "./generated/client.ts";

/** Prisma over the API's own pool: the same connections, the same role, the same row-level security. */
export function createDatabase(pool: pg.Pool) {
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    /** The few look-ups that come before a tenant is known; policies hide everything but `tenants`. */
    directory: prisma.tenant,
    /**
     * A client that sees one tenant: every query runs in a transaction that first names it to the
     * row-level security policies.
     */
    forTenant: (tenantId: number) =>
      prisma.$extends({
        query: {
          async $allOperations({ args, query }) {
            const [, result] = await prisma.$transaction([
              prisma.$executeRaw`SELECT set_config('app.tenant_id', ${String(tenantId)}, true)`,
              query(args),
            ]);
            return result;
          },
        },
      }),
    close: () => prisma.$disconnect(),
  };
}

export type Database = ReturnType<typeof createDatabase>;
export type TenantDatabase = ReturnType<Database["forTenant"]>;
