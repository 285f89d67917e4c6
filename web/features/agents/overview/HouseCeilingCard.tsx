"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { houseCeiling } from "#domain/api/agents.ts";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { agentKeys } from "@/features/agents/agentQueries";
import { CeilingForm } from "@/features/agents/member/CeilingForm";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { percentText } from "@/lib/format/percent";

const PATH = "/agents/ceiling";

function houseCeilingQuery(api: Api) {
  return queryOptions({
    queryKey: [...agentKeys.all, "ceiling"],
    queryFn: ({ signal }) => api.request({ path: PATH, schema: houseCeiling, signal }),
  });
}

/** How much of its smallest edge the house gives away where nobody on a path has a ceiling of their own. */
export function HouseCeilingCard({ isEditable }: { readonly isEditable: boolean }) {
  const t = useTranslations("agents.administration");
  return (
    <Card>
      <Await query={useQuery(houseCeilingQuery(useApp().api))}>
        {({ ceilingBps }) =>
          isEditable ? (
            <div className="max-w-xl">
              <CeilingForm
                key={ceilingBps}
                title={t("houseCeiling")}
                lead={t("houseCeilingLead")}
                path={PATH}
                ceilingBps={ceilingBps}
              />
            </div>
          ) : (
            <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 text-sm">
              <h2 className="font-medium">{t("houseCeiling")}</h2>
              <p className="figures text-lg font-medium">{percentText(ceilingBps)}</p>
              <p className="w-full max-w-3xl text-ink-soft">{t("houseCeilingLead")}</p>
            </div>
          )
        }
      </Await>
    </Card>
  );
}
