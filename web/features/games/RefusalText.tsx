"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/Button";
import type { BetRefusal } from "@/features/games/betRefusal";
import { useRefusalText } from "@/lib/api/useRefusalText";
import { useMoment } from "@/lib/format/useMoment";
import { useCurrency } from "@/lib/house/houseQuery";
import { readReachedLimit } from "@/lib/limits/reachedLimit";
import { readableAmount } from "@/lib/money/displayAmount";

/** Why a bet was refused, and where its player can do something about it. */
export function RefusalText({ refusal }: { readonly refusal: BetRefusal }) {
  const t = useTranslations("games.failure");
  const currency = useCurrency();
  const momentText = useMoment();
  const { refusalText } = useRefusalText(currency);
  const { code, values } = refusal;
  const reached = code === "PLAYER_LIMIT_REACHED" ? readReachedLimit(values) : null;
  const link = linkOf(code);
  const amount = (minor: bigint) =>
    currency === null ? "" : `${readableAmount(minor, currency.decimals)} ${currency.code}`;
  return (
    <>
      <p>
        {reached !== null
          ? t(reached.leftMinor === 0n ? "limitUsed" : "limitLeft", {
              kind: reached.kind,
              period: reached.period,
              limit: amount(reached.limitMinor),
              left: amount(reached.leftMinor),
            })
          : code === "SELF_EXCLUDED" && values.until !== undefined
            ? t("excluded", { until: momentText(values.until) })
            : refusalText(refusal)}
      </p>
      {link !== null && (
        <ButtonLink href={link.href} size="sm">
          {t(link.name)}
        </ButtonLink>
      )}
    </>
  );
}

function linkOf(code: string) {
  switch (code) {
    case "PLAYER_LIMIT_REACHED":
    case "SELF_EXCLUDED":
      return { href: "/limits", name: "limits" } as const;
    case "SEED_EXHAUSTED":
      return { href: "/fairness", name: "rotate" } as const;
    default:
      return null;
  }
}
