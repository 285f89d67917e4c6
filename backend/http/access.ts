import { Forbidden, Unauthenticated } from "./failures.ts";

export type Role = "player" | "support" | "operator" | "admin" | "auditor";

/** Who may call a route: anyone, any signed-in user, or users of the listed roles. */
export type Access = "public" | "user" | readonly Role[];

/** Lets the caller pass or explains why not. @throws Unauthenticated, Forbidden */
export function admit(access: Access, user: { readonly role: Role } | null): void {
  if (access === "public") return;
  if (user === null) throw new Unauthenticated();
  if (access !== "user" && !access.includes(user.role)) throw new Forbidden();
}
