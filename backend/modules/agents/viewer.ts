import type pg from "pg";
import type { Role } from "#backend/http/access.ts";
import { NotFound } from "#backend/http/failures.ts";
import { isBelow } from "#domain/agents/hierarchy.ts";
import { invariant } from "#domain/errors.ts";
import { findMember, type Member } from "./hierarchy.store.ts";

/** Who asks. */
export interface Viewer {
  readonly tenantId: number;
  readonly userId: string;
  readonly role: Role;
}

export function viewerOf(
  tenant: { readonly id: number },
  user: { readonly id: string; readonly role: Role },
): Viewer {
  return { tenantId: tenant.id, userId: user.id, role: user.role };
}

/** Staff that sees the whole hierarchy. */
const OVERSEERS: ReadonlySet<Role> = new Set(["operator", "admin", "auditor"]);

export function isOverseer({ role }: Viewer): boolean {
  return OVERSEERS.has(role);
}

/** The viewer's own place. */
export async function findOwnPlace(client: pg.ClientBase, { tenantId, userId }: Viewer): Promise<Member> {
  const own = await findMember(client, tenantId, userId);
  invariant(own !== null, "the user of a session exists");
  return own;
}

/**
 * A member whom the viewer may look at: the viewer, somebody below, or anybody for staff.
 * @throws NotFound also for those who exist elsewhere
 */
export async function findVisible(client: pg.ClientBase, viewer: Viewer, id: string): Promise<Member> {
  const member = await findMember(client, viewer.tenantId, id);
  if (member === null) throw new NotFound("member");
  if (isOverseer(viewer) || member.id === viewer.userId) return member;
  if (!isBelow(member, await findOwnPlace(client, viewer))) throw new NotFound("member");
  return member;
}

/**
 * A member whom the viewer may give rates to: somebody below, or anybody for an administrator.
 * @throws NotFound
 */
export async function findGoverned(client: pg.ClientBase, viewer: Viewer, id: string): Promise<Member> {
  const member = await findMember(client, viewer.tenantId, id);
  if (member === null) throw new NotFound("member");
  if (viewer.role === "admin") return member;
  if (!isBelow(member, await findOwnPlace(client, viewer))) throw new NotFound("member");
  return member;
}
