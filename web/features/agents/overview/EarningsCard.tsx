"use client";

import { useQuery } from "@tanstack/react-query";
import { Sprout } from "lucide-react";
import { useTranslations } from "next-intl";
import { Await } from "@/components/Await";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { Facts } from "@/components/Facts";
import { Money } from "@/features/agents/Money";
import { recentTotalsQuery } from "@/features/agents/statement/statementQuery";
import { useApp } from "@/lib/app/AppContext";

const FIGURES = ["revenueShare", "turnover", "clawedBack", "net"] as const;

/** What the downline has earned one lately, in figures. */
export function EarningsCard() {
  const t = useTranslations("agents.earnings");
  return (
    <Card
      heading={t("title")}
      aside={
        <ButtonLink size="sm" variant="ghost" href="/agents/statement">
          {t("toStatement")}
        </ButtonLink>
      }
    >
      <Await query={useQuery(recentTotalsQuery(useApp().api))}>
        {(totals) =>
          totals.length === 0 ? (
            <EmptyState icon={Sprout} title={t("none")} text={t("noneHint")} />
          ) : (
            <Facts
              facts={totals.flatMap(({ currency, ...sums }) =>
                FIGURES.map((figure) => ({
                  name: t(figure, { currency }),
                  value: <Money currency={currency} minor={sums[figure]} />,
                })),
              )}
            />
          )
        }
      </Await>
    </Card>
  );
}
