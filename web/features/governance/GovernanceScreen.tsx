"use client";

import { ArrowLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { AwaitScreen } from "@/components/AwaitScreen";
import { ButtonLink } from "@/components/Button";
import { PageHeading } from "@/components/PageHeading";
import { ChangeList } from "@/features/governance/ChangeList";
import { RulesCard } from "@/features/governance/RulesCard";
import { useGovernance } from "@/lib/house/governanceQuery";

/** Who may do what with the money, as the chain's own events say, and every change that made it so; for anybody. */
export function GovernanceScreen() {
  const t = useTranslations("governance");
  return (
    <div className="space-y-6">
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        aside={
          <ButtonLink href="/transparency/books" variant="ghost">
            <ArrowLeft aria-hidden className="size-4" />
            {t("back")}
          </ButtonLink>
        }
      />
      <AwaitScreen query={useGovernance()} lines={10}>
        {(report) => (
          <>
            {report.vaults.map((rules) => (
              <RulesCard key={rules.vault} rules={rules} />
            ))}
            <ChangeList report={report} />
          </>
        )}
      </AwaitScreen>
    </div>
  );
}
