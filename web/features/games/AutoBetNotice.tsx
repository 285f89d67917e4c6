"use client";

import { useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Amount } from "@/components/Amount";
import { Notice } from "@/components/Notice";
import type { AutoBetState } from "@/features/games/useAutoBet";

type Props = {
  readonly auto: AutoBetState;
  readonly currency: CurrencyView;
  /** A bet that the field is still on its way to: nothing here tells its result. */
  readonly untoldId: string | null;
};

/** How far an auto-bet is, or how it ended, and what it has brought. */
export function AutoBetNotice({ auto, currency, untoldId }: Props) {
  const t = useTranslations("games.auto");
  const { progress } = auto;
  const isTold = progress.latestBetId === null || progress.latestBetId !== untoldId;
  const end = isTold ? auto.end : null;
  return (
    <Notice tone={end === "failed" ? "warning" : "info"}>
      <span className="figures">
        {end === null ? t("running", { done: progress.done }) : t(`end.${end}`, { done: progress.done })}{" "}
        <Amount
          minor={isTold ? progress.netMinor : progress.netBeforeMinor}
          decimals={currency.decimals}
          currency={currency.code}
          isSigned
        />
      </span>
    </Notice>
  );
}
