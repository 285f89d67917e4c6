"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/lib/classNames";
import { canSeeGames, canSeeJobs, isStaff, type StaffRole } from "@/lib/session/staff";

const SCREENS = [
  { href: "/admin", name: "books", isFor: isStaff },
  { href: "/admin/games", name: "games", isFor: canSeeGames },
  { href: "/admin/suspense", name: "suspense", isFor: isStaff },
  { href: "/admin/jobs", name: "jobs", isFor: canSeeJobs },
] as const;

export function AdminNavigation({ role }: { readonly role: StaffRole }) {
  const t = useTranslations("admin");
  const path = usePathname();
  const shown = SCREENS.filter(({ isFor }) => isFor(role));
  return (
    <nav
      aria-label={t("navigation")}
      className="inline-flex max-w-full gap-1 overflow-x-auto rounded-control bg-sunken p-1 ring-1 ring-border"
    >
      {shown.map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={path === href ? "page" : undefined}
          className={classNames(
            "inline-flex h-8 items-center rounded-md px-3 text-sm whitespace-nowrap transition-colors hover:text-ink",
            path === href ? "bg-selected font-medium text-ink shadow-sm" : "text-ink-soft",
          )}
        >
          {t(`nav.${name}`)}
        </Link>
      ))}
    </nav>
  );
}
