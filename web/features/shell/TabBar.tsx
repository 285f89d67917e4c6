"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { destinations, isCurrent } from "@/features/shell/destinations";
import { classNames } from "@/lib/classNames";

/** The navigation of small screens, within reach of a thumb. */
export function TabBar() {
  const t = useTranslations("shell");
  const path = usePathname();
  return (
    <nav
      aria-label={t("navigation")}
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      {destinations.map(({ href, name, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          aria-current={isCurrent(href, path) ? "page" : undefined}
          className={classNames(
            "flex flex-col items-center gap-1 py-2.5 text-xs -outline-offset-2",
            isCurrent(href, path) ? "text-accent" : "text-ink-soft",
          )}
        >
          <Icon aria-hidden className="size-5" />
          {t(`nav.${name}`)}
        </Link>
      ))}
    </nav>
  );
}
