"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Footer } from "@/features/shell/Footer";
import { Header } from "@/features/shell/Header";
import { Notifications } from "@/features/shell/Notifications";
import { StatusBanner } from "@/features/shell/StatusBanner";
import { TabBar } from "@/features/shell/TabBar";
import { useAccountGeneration } from "@/lib/account/useAccountGeneration";
import type { Theme } from "@/lib/ui/theme";

type Props = {
  readonly theme: Theme;
  /** What belongs to the visitor: connect button or account menu. */
  readonly account: ReactNode;
  readonly children: ReactNode;
};

/** The frame around every screen. */
export function Shell({ theme, account, children }: Props) {
  const t = useTranslations("shell");
  const accountGeneration = useAccountGeneration();
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-raised focus:px-4 focus:py-2"
      >
        {t("skipToContent")}
      </a>
      <Header theme={theme} account={account} />
      <StatusBanner />
      <main
        key={accountGeneration}
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-7xl grow px-4 py-6 pb-12 outline-none sm:px-6 lg:py-8 lg:pb-16"
      >
        {children}
      </main>
      <Footer />
      <TabBar />
      <Notifications />
    </div>
  );
}
