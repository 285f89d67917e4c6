"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { isAgentLevel } from "#domain/agents/hierarchy.ts";
import type { PlaceView } from "#domain/api/agents.ts";
import type { UserView } from "#domain/api/auth.ts";
import { AwaitScreen } from "@/components/AwaitScreen";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { lineageQuery } from "@/features/agents/agentQueries";
import { DownlineCard } from "@/features/agents/downline/DownlineCard";
import { AdministrationCard } from "@/features/agents/member/AdministrationCard";
import { FiguresCard } from "@/features/agents/member/FiguresCard";
import { MemberHeading } from "@/features/agents/member/MemberHeading";
import { RatesCard } from "@/features/agents/member/RatesCard";
import { maySetRates } from "@/features/agents/standing";
import { ApiProblem } from "@/lib/api/apiErrors";
import { useApp } from "@/lib/app/AppContext";
import { useSession } from "@/lib/session/useSession";

/** The id belongs to nobody that the viewer may look at, or cannot be one. */
const UNKNOWN = new Set([400, 404, 422]);

/** Everything of one member: place, figures, rates, and who is below. */
export function MemberScreen({ id }: { readonly id: string }) {
  const { user } = useSession();
  return user === null ? null : <Member id={id} user={user} />;
}

function Member({ id, user }: { readonly id: string; readonly user: UserView }) {
  const t = useTranslations("agents.member");
  const lineage = useQuery(lineageQuery(useApp().api, id, user.id));
  if (lineage.error instanceof ApiProblem && UNKNOWN.has(lineage.error.problem.status)) {
    return (
      <Card>
        <EmptyState
          icon={SearchX}
          title={t("unknown")}
          text={t("unknownHint")}
          action={<ButtonLink href="/agents">{t("toOverview")}</ButtonLink>}
        />
      </Card>
    );
  }
  return (
    <AwaitScreen query={lineage}>
      {(found) => {
        const place = found.at(-1);
        return place === undefined ? null : <Place place={place} lineage={found} user={user} />;
      }}
    </AwaitScreen>
  );
}

type PlaceProps = {
  readonly place: PlaceView;
  readonly lineage: readonly PlaceView[];
  readonly user: UserView;
};

function Place({ place, lineage, user }: PlaceProps) {
  const hasPath = place.tightestPath.agents.length > 0;
  return (
    <div className="space-y-4">
      <MemberHeading place={place} lineage={lineage} viewer={user} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <FiguresCard place={place} />
        {hasPath && <RatesCard place={place} lineage={lineage} isEditable={maySetRates(user, lineage)} />}
      </div>
      {user.role === "admin" && <AdministrationCard place={place} />}
      {isAgentLevel(place.level) && <DownlineCard below={place.id} name="member" />}
    </div>
  );
}
