"use client";

import { UserRoundCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isAgentLevel } from "#domain/agents/hierarchy.ts";
import type { PlaceView } from "#domain/api/agents.ts";
import { Await } from "@/components/Await";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { PageHeading } from "@/components/PageHeading";
import { useMyPlace } from "@/features/agents/agentQueries";
import { JoinForm } from "@/features/agents/join/JoinForm";
import { useSession } from "@/lib/session/useSession";

/** Where an invitation's link leads: taking one's place, once. */
export function JoinScreen({ code }: { readonly code: string }) {
  const t = useTranslations("agents.join");
  const { isSignedIn } = useSession();
  const [joined, setJoined] = useState<PlaceView | null>(null);
  const place = useMyPlace({ isEnabled: isSignedIn });
  const form = <JoinForm code={code} onJoined={setJoined} />;
  return (
    <div className="mx-auto max-w-lg space-y-6">
      <PageHeading title={t("title")} lead={t("lead")} />
      <Card>
        {!isSignedIn ? (
          form
        ) : (
          <Await query={place}>
            {(known) =>
              joined === null && known.joinedAt === null ? (
                form
              ) : (
                <Joined place={joined ?? known} isNew={joined !== null} />
              )
            }
          </Await>
        )}
      </Card>
    </div>
  );
}

function Joined({ place, isNew }: { readonly place: PlaceView; readonly isNew: boolean }) {
  const t = useTranslations("agents.join");
  const levels = useTranslations("agents.level");
  const isAgent = isAgentLevel(place.level);
  return (
    <EmptyState
      icon={UserRoundCheck}
      title={t(isNew ? "welcome" : "already")}
      text={t(isNew ? "welcomeText" : "alreadyText", { level: levels(place.level) })}
      action={
        <ButtonLink variant="primary" href={isAgent ? "/agents" : "/"}>
          {t(isAgent ? "toOffice" : "toLobby")}
        </ButtonLink>
      }
    />
  );
}
