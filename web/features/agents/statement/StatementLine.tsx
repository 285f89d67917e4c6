"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { StatementLineView } from "#domain/api/commissions.ts";
import { Badge } from "@/components/Badge";
import { Timestamp } from "@/components/Timestamp";
import { Money } from "@/features/agents/Money";
import { LineBets } from "@/features/agents/statement/LineBets";
import { classNames } from "@/lib/classNames";

/** The columns of the heading and of all lines. */
const LINE_LOOK =
  "grid-cols-[1rem_minmax(0,1fr)_auto] gap-x-4 px-5 md:grid-cols-[1rem_11rem_minmax(0,1fr)_10rem_10rem_11rem]";

/** What stands in the columns. Each line says it again to those who cannot see them. */
export function LineHeading() {
  const t = useTranslations("agents.statement");
  return (
    <div
      aria-hidden
      className={classNames(LINE_LOOK, "hidden border-t py-2.5 text-sm text-ink-faint md:grid")}
    >
      <span className="col-start-2">{t("made")}</span>
      <span>{t("of")}</span>
      <span className="text-right">{t("revenueShare")}</span>
      <span className="text-right">{t("turnover")}</span>
      <span className="text-right">{t("amount")}</span>
    </div>
  );
}

/** One line, with its bets once it is opened. */
export function StatementLine({ line }: { readonly line: StatementLineView }) {
  const t = useTranslations("agents.statement");
  const [isOpen, setIsOpen] = useState(false);
  const betsId = useId();
  const { kind, currency, revenueShare, turnover, amount, createdAt, isPartial, bets } = line;
  return (
    <li className="text-sm">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={betsId}
        onClick={() => setIsOpen(!isOpen)}
        className={classNames(
          LINE_LOOK,
          "grid w-full items-center gap-y-1 py-3 text-left outline-offset-[-2px] hover:bg-raised/50",
        )}
      >
        <ChevronRight
          aria-hidden
          className={classNames("size-4 text-ink-faint transition-transform", isOpen && "rotate-90")}
        />
        <Timestamp at={createdAt} />
        <span className="col-start-2 row-start-2 flex flex-wrap items-center gap-2 md:col-start-3 md:row-start-1">
          <span className="figures text-ink-soft">{t("bets", { count: bets.length })}</span>
          {kind === "clawback" && <Badge tone="negative">{t("clawback")}</Badge>}
          {isPartial && <Badge>{t("partial")}</Badge>}
        </span>
        <Part name={t("revenueShare")} currency={currency} minor={revenueShare} />
        <Part name={t("turnover")} currency={currency} minor={turnover} />
        <span className="col-start-3 row-start-1 text-right font-medium md:col-start-6">
          <span className="sr-only">{t("amount")} </span>
          <Money currency={currency} minor={amount} isSigned isInColumn />
        </span>
      </button>
      <div id={betsId}>{isOpen && <LineBets line={line} />}</div>
    </li>
  );
}

type PartProps = { readonly name: string; readonly currency: string; readonly minor: string };

/** Left out on small screens, where the line's sum says enough until it is opened. */
function Part({ name, currency, minor }: PartProps) {
  return (
    <span className="hidden text-right text-ink-soft md:block">
      <span className="sr-only">{name} </span>
      <Money currency={currency} minor={minor} isBare isInColumn />
    </span>
  );
}
