import type { Database } from "#backend/db/client.ts";
import type { UserView } from "#domain/api/auth.ts";
import { invariant } from "#domain/errors.ts";
import { findUser } from "./users.store.ts";

export interface Users {
  /** The user of a session, who is sure to exist. */
  read(tenantId: number, userId: string): Promise<UserView>;
}

export function createUsers(db: Database): Users {
  return {
    async read(tenantId, userId) {
      const user = await findUser(db.forTenant(tenantId), userId);
      invariant(user !== null, "the user of a session exists");
      return user;
    },
  };
}
