"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { BannerLine } from "@/features/shell/BannerLine";
import { OtherAccount } from "@/features/shell/OtherAccount";
import { useApp } from "@/lib/app/AppContext";
import { useHouse } from "@/lib/house/houseQuery";
import type { LiveStatus } from "@/lib/live/liveConnection";
import { useStore } from "@/lib/store";

/** What everyone must know now: activities that are stopped, a house out of reach, a lost connection, another account. */
export function StatusBanner() {
  const t = useTranslations("shell.banner");
  const { live } = useApp();
  const { house, error, retry } = useHouse();
  const status = useStore<LiveStatus>(live.status, "off");
  const stopped = house?.stopped ?? [];
  return (
    <div aria-live="polite">
      {stopped.map(({ name, reason }) => (
        <BannerLine key={name}>
          <p className="min-w-0 flex-1">{t("stopped", { what: t(`what.${name}`), reason })}</p>
        </BannerLine>
      ))}
      {status === "lost" && (
        <BannerLine>
          <p className="min-w-0 flex-1">{t("socketLost")}</p>
        </BannerLine>
      )}
      {house === null && error !== null && (
        <BannerLine>
          <p>{t("unreachable")}</p>
          <Button size="sm" variant="ghost" onClick={() => void retry()}>
            {t("retry")}
          </Button>
        </BannerLine>
      )}
      <OtherAccount />
    </div>
  );
}
