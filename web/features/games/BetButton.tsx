"use client";

import { useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Button } from "@/components/Button";
import type { BetObstacle } from "@/features/games/betObstacle";
import { ExcludedButton } from "@/features/games/ExcludedButton";
import { useApp } from "@/lib/app/AppContext";
import { useHouse } from "@/lib/house/houseQuery";
import { useExcludedUntil } from "@/lib/limits/limitsQuery";
import type { LiveStatus } from "@/lib/live/liveConnection";
import { readableAmount } from "@/lib/money/displayAmount";
import { useStore } from "@/lib/store";

type Props = {
  readonly obstacle: BetObstacle | null;
  readonly currency: CurrencyView;
  /** Said in place of the general words while the game's own inputs are not right. */
  readonly missing?: string | undefined;
  readonly isBusy: boolean;
  readonly label?: string;
  readonly onPress: () => void;
};

/** Says what is missing for the bet, and places it once nothing is. */
export function BetButton({ obstacle, currency, missing, isBusy, label, onPress }: Props) {
  const t = useTranslations("games.button");
  const { house } = useHouse();
  const status = useStore<LiveStatus>(useApp().live.status, "off");
  const excludedUntil = useExcludedUntil();
  const isStopped = house?.stopped.some(({ name }) => name === "bets") ?? false;
  const look = { variant: "primary", size: "lg", className: "w-full" } as const;
  if (isStopped) {
    return (
      <Button {...look} disabled>
        {t("stopped")}
      </Button>
    );
  }
  if (excludedUntil !== null) return <ExcludedButton until={excludedUntil} />;
  if (status !== "live") {
    return (
      <Button {...look} isBusy>
        {t("offline")}
      </Button>
    );
  }
  if (obstacle !== null) {
    const amount =
      "limitMinor" in obstacle
        ? `${readableAmount(obstacle.limitMinor, currency.decimals)} ${currency.code}`
        : "";
    return (
      <Button {...look} disabled>
        {obstacle.kind === "fixParams" && missing !== undefined ? missing : t(obstacle.kind, { amount })}
      </Button>
    );
  }
  return (
    <Button {...look} isBusy={isBusy} onClick={onPress}>
      {isBusy ? t("placing") : (label ?? t("bet"))}
    </Button>
  );
}
