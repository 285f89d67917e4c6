"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import type { PublicBetView } from "#domain/api/casino.ts";
import { Await } from "@/components/Await";
import { Badge } from "@/components/Badge";
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/EmptyState";
import { PageHeading } from "@/components/PageHeading";
import { BetFactsCard } from "@/features/bets/BetFactsCard";
import { BetVerification } from "@/features/bets/BetVerification";
import { betQuery } from "@/features/bets/betQuery";
import { ApiProblem } from "@/lib/api/apiErrors";
import { useApp } from "@/lib/app/AppContext";
import { betFigures } from "@/lib/bets/betFigures";

/** The id belongs to no bet, or cannot be one. */
const UNKNOWN = new Set([400, 404]);

/** Everything of one bet, for anybody, and its verification. */
export function BetScreen({ id }: { readonly id: string }) {
  const t = useTranslations("bets");
  const { api } = useApp();
  const bet = useQuery(betQuery(api, id));
  const isUnknown = bet.error instanceof ApiProblem && UNKNOWN.has(bet.error.problem.status);
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} aside={bet.data && <Verdict bet={bet.data} />} />
      {isUnknown ? (
        <EmptyState
          icon={SearchX}
          title={t("unknown")}
          text={t("unknownHint")}
          action={<ButtonLink href="/">{t("toLobby")}</ButtonLink>}
        />
      ) : (
        <Await query={bet} lines={8}>
          {(data) => (
            <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
              <BetFactsCard bet={data} />
              <BetVerification bet={data} />
            </div>
          )}
        </Await>
      )}
    </div>
  );
}

function Verdict({ bet }: { readonly bet: PublicBetView }) {
  const t = useTranslations("bets");
  const { isWin, multiplier } = betFigures(bet);
  if (isWin) return <Badge tone="positive">{t("won", { multiplier })}</Badge>;
  return <Badge tone="neutral">{bet.payout === "0" ? t("lost") : t("returned", { multiplier })}</Badge>;
}
