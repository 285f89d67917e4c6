"use client";

import { ReceiptText } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isAgentLevel } from "#domain/agents/hierarchy.ts";
import { Await } from "@/components/Await";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { useMyPlace } from "@/features/agents/agentQueries";
import { StatementFilters } from "@/features/agents/statement/StatementFilters";
import { StatementResult } from "@/features/agents/statement/StatementResult";
import { filterOf, type StatementSearch, searchText } from "@/features/agents/statement/statementSearch";

/** What an agent has earned, line by line down to each bet. The address tells what is shown, to come back to and to hand on. */
export function StatementScreen({ initial }: { readonly initial: StatementSearch }) {
  const t = useTranslations("agents.statement");
  const place = useMyPlace();
  const [search, setSearch] = useState(initial);

  function show(next: StatementSearch): void {
    setSearch(next);
    window.history.replaceState(null, "", `?${searchText(next)}`);
  }

  return (
    <Await query={place}>
      {({ level }) =>
        search.agentId === undefined && !isAgentLevel(level) ? (
          <Card>
            <EmptyState
              icon={ReceiptText}
              title={t("whose")}
              text={t("whoseHint")}
              action={<ButtonLink href="/agents">{t("toOverview")}</ButtonLink>}
            />
          </Card>
        ) : (
          <div className="space-y-4">
            <StatementFilters search={search} onChange={show} />
            <StatementResult filter={filterOf(search)} />
          </div>
        )
      }
    </Await>
  );
}
