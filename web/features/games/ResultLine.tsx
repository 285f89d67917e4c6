"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { BetView } from "#domain/api/casino.ts";
import { Amount } from "@/components/Amount";
import { useKeptFocus } from "@/features/games/useKeptFocus";
import { betFigures } from "@/lib/bets/betFigures";
import { useCurrency } from "@/lib/house/houseQuery";

type Props = {
  readonly bet: BetView | null;
  /** How an open round stands, in words; null while none is open. */
  readonly standing?: string | null;
  /** Given while the field still moves towards a newer result: tells that one at once. */
  readonly onSkip?: (() => void) | undefined;
};

/** The latest result in words, read out as it comes. */
export function ResultLine({ bet, standing = null, onSkip }: Props) {
  const t = useTranslations("games.result");
  const after = useKeptFocus<HTMLSpanElement>();
  return (
    <div className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t px-5 py-3 text-sm">
      <p aria-live="polite" className="figures min-w-0">
        {standing ?? <Result bet={bet} />}
      </p>
      <span ref={after}>
        {onSkip !== undefined && (
          <button
            type="button"
            onClick={onSkip}
            className="rounded-md font-medium text-ink-soft hover:text-ink"
          >
            {t("skip")}
          </button>
        )}
        {bet !== null && onSkip === undefined && (
          <Link
            href={`/bets/${bet.betId}`}
            className="rounded-md font-medium text-accent hover:text-accent-strong"
          >
            {t("open")}
          </Link>
        )}
      </span>
    </div>
  );
}

function Result({ bet }: Pick<Props, "bet">) {
  const t = useTranslations("games.result");
  const currency = useCurrency();
  if (bet === null || currency === null) return <span className="text-ink-faint">{t("none")}</span>;
  return (
    <>
      {bet.description}{" "}
      <Amount
        minor={betFigures(bet).netMinor}
        decimals={currency.decimals}
        currency={currency.code}
        isSigned
      />
    </>
  );
}
