"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { BalancePill } from "@/features/shell/BalancePill";
import { Brand } from "@/features/shell/Brand";
import { destinations, isCurrent } from "@/features/shell/destinations";
import { NetworkState } from "@/features/shell/NetworkState";
import { ThemeToggle } from "@/features/shell/ThemeToggle";
import { classNames } from "@/lib/classNames";
import { useSession } from "@/lib/session/useSession";
import type { Theme } from "@/lib/ui/theme";

const SessionClock = dynamic(() => import("@/features/shell/SessionClock").then((m) => m.SessionClock));

export function Header({ theme, account }: { readonly theme: Theme; readonly account: ReactNode }) {
  const t = useTranslations("shell");
  const path = usePathname();
  const { isSignedIn } = useSession();
  return (
    <header className="sticky top-0 z-30 border-b bg-canvas">
      <div className="mx-auto flex h-16 max-w-7xl items-center gap-2 px-4 sm:gap-3 sm:px-6">
        <Link href="/" className="mr-2 rounded-md" aria-label={t("home")}>
          <Brand />
        </Link>
        <nav aria-label={t("navigation")} className="hidden items-center gap-1 lg:flex">
          {destinations.map(({ href, name }) => (
            <Link
              key={href}
              href={href}
              aria-current={isCurrent(href, path) ? "page" : undefined}
              className={classNames(
                "rounded-control px-3 py-2 text-sm transition-colors hover:text-ink",
                isCurrent(href, path) ? "font-medium text-ink" : "text-ink-soft",
              )}
            >
              {t(`nav.${name}`)}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex min-w-0 items-center gap-1.5 sm:gap-2">
          <div className="hidden md:block">{isSignedIn && <SessionClock />}</div>
          <NetworkState />
          <BalancePill />
          <ThemeToggle initial={theme} />
          {account}
        </div>
      </div>
      {isSignedIn && (
        <div className="flex justify-center border-t md:hidden">
          <SessionClock />
        </div>
      )}
    </header>
  );
}
