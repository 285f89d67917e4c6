"use client";

import { Network } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { PlaceView } from "#domain/api/agents.ts";
import type { UserView } from "#domain/api/auth.ts";
import { AwaitScreen } from "@/components/AwaitScreen";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { EntranceButton } from "@/components/EntranceButton";
import { PageHeading } from "@/components/PageHeading";
import { Skeleton } from "@/components/Skeleton";
import { AgentsNavigation } from "@/features/agents/AgentsNavigation";
import { useMyPlace } from "@/features/agents/agentQueries";
import { PlayerPlace } from "@/features/agents/PlayerPlace";
import { standingOf } from "@/features/agents/standing";
import { useSession } from "@/lib/session/useSession";

/** The frame of the agents' office: who may be here, and the way between its screens. */
export function AgentsFrame({ children }: { readonly children: ReactNode }) {
  const t = useTranslations("agents");
  const { status, user } = useSession();
  const place = useMyPlace({ isEnabled: user !== null });
  if (status === "restoring") return <Restoring />;
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} lead={t("lead")} />
      {user === null ? (
        <Card>
          <EmptyState
            icon={Network}
            title={t("signedOut")}
            text={t("signedOutHint")}
            action={<EntranceButton to="play" size="md" className="" />}
          />
        </Card>
      ) : (
        <AwaitScreen query={place}>
          {(known) => (
            <Office user={user} place={known}>
              {children}
            </Office>
          )}
        </AwaitScreen>
      )}
    </div>
  );
}

type OfficeProps = {
  readonly user: UserView;
  readonly place: PlaceView;
  readonly children: ReactNode;
};

function Office({ user, place, children }: OfficeProps) {
  const standing = standingOf(user.role, place.level);
  if (standing === "player") return <PlayerPlace place={place} />;
  return (
    <>
      <AgentsNavigation role={user.role} level={place.level} />
      {children}
    </>
  );
}

function Restoring() {
  const t = useTranslations("common");
  return (
    <div role="status" className="min-h-[40rem] space-y-6">
      <span className="sr-only">{t("loading")}</span>
      <Skeleton className="h-16 max-w-md" />
      <Skeleton className="h-96" />
    </div>
  );
}
