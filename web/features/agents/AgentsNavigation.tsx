"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { isAgentLevel, type MemberLevel } from "#domain/agents/hierarchy.ts";
import { isOverseer, levelsBelow } from "@/features/agents/standing";
import { classNames } from "@/lib/classNames";
import type { Role } from "@/lib/session/staff";

type Props = { readonly role: Role; readonly level: MemberLevel };

export function AgentsNavigation({ role, level }: Props) {
  const t = useTranslations("agents");
  const path = usePathname();
  const screens = [
    { href: "/agents", name: "overview", isShown: true },
    { href: "/agents/invitations", name: "invitations", isShown: levelsBelow(role, level).length > 0 },
    { href: "/agents/statement", name: "statement", isShown: isAgentLevel(level) },
    { href: "/agents/changes", name: "changes", isShown: isOverseer(role) },
  ] as const;
  return (
    <nav
      aria-label={t("navigation")}
      className="inline-flex max-w-full gap-1 overflow-x-auto rounded-control bg-sunken p-1 ring-1 ring-border"
    >
      {screens
        .filter(({ isShown }) => isShown)
        .map(({ href, name }) => {
          const isCurrent = href === "/agents" ? isOverview(path) : path === href;
          return (
            <Link
              key={href}
              href={href}
              aria-current={isCurrent ? "page" : undefined}
              className={classNames(
                "inline-flex h-8 items-center rounded-md px-3 text-sm whitespace-nowrap transition-colors hover:text-ink",
                isCurrent ? "bg-selected font-medium text-ink shadow-sm" : "text-ink-soft",
              )}
            >
              {t(`nav.${name}`)}
            </Link>
          );
        })}
    </nav>
  );
}

/** A member is reached from the overview, and belongs to it. */
function isOverview(path: string): boolean {
  return path === "/agents" || path.startsWith("/agents/members/");
}
