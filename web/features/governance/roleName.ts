import type { useTranslations } from "next-intl";
import { ADMIN_ROLE, PUBLIC_ROLE } from "#domain/indexing/governanceState.ts";

export const ADMIN = ADMIN_ROLE.toString();
export const PUBLIC = PUBLIC_ROLE.toString();

export type RoleWords = ReturnType<typeof useTranslations<"governance.roles">>;

/** What a role is called: by the chain's rules, by its label, or by its number. */
export function roleName({ id, label }: { id: string; label: string | null }, t: RoleWords): string {
  if (id === ADMIN) return t("admin");
  if (id === PUBLIC) return t("public");
  return label ?? t("unnamed", { id });
}
