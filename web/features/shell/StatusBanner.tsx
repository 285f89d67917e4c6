"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/Button";
import { useApp } from "@/lib/app/AppContext";
import { useHouse } from "@/lib/house/houseQuery";
import type { LiveStatus } from "@/lib/live/liveSocket";
import { useStore } from "@/lib/store";

/** What everyone must know now: activities that are stopped, a house out of reach, a lost connection. */
export function StatusBanner() {
  const t = useTranslations("shell.banner");
  const { live } = useApp();
  const { house, error, retry } = useHouse();
  const status = useStore<LiveStatus>(live.status, "off");
  const stopped = house?.stopped ?? [];
  return (
    <div aria-live="polite">
      {stopped.map(({ name, reason }) => (
        <Line key={name}>{t("stopped", { what: t(`what.${name}`), reason })}</Line>
      ))}
      {status === "lost" && <Line>{t("socketLost")}</Line>}
      {house === null && error !== null && (
        <Line>
          {t("unreachable")}
          <Button size="sm" variant="ghost" onClick={() => void retry()}>
            {t("retry")}
          </Button>
        </Line>
      )}
    </div>
  );
}

function Line({ children }: { readonly children: ReactNode }) {
  return (
    <div className="border-b bg-warning-soft text-sm text-ink">
      <p className="mx-auto flex min-h-10 max-w-7xl items-center gap-3 px-4 py-2 sm:px-6">
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />
        {children}
      </p>
    </div>
  );
}
