"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Ticket } from "lucide-react";
import { useTranslations } from "next-intl";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { PagedList } from "@/components/PagedList";
import { invitationsQuery, useMyPlace } from "@/features/agents/agentQueries";
import { InvitationForm } from "@/features/agents/invitations/InvitationForm";
import { InvitationRow } from "@/features/agents/invitations/InvitationRow";
import { levelsBelow } from "@/features/agents/standing";
import { useApp } from "@/lib/app/AppContext";
import { useSession } from "@/lib/session/useSession";

/** Codes that place whoever uses them: making them, handing them on, taking them back. */
export function InvitationsScreen() {
  const t = useTranslations("agents.invitations");
  const { api } = useApp();
  const { user } = useSession();
  const list = useInfiniteQuery(invitationsQuery(api));
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <Card heading={t("make")}>
        <Await query={useMyPlace()}>
          {(place) => {
            const levels = user === null ? [] : levelsBelow(user.role, place.level);
            return levels.length === 0 ? (
              <p className="text-sm text-ink-soft">{t("notForYou")}</p>
            ) : (
              <InvitationForm levels={levels} isOfHouse={user?.role === "admin"} />
            );
          }}
        </Await>
      </Card>
      <Card heading={t("title")} isFlush className="min-w-0">
        <PagedList list={list} empty={<EmptyState icon={Ticket} title={t("none")} text={t("noneHint")} />}>
          {(invitations) => (
            <ul className="divide-y border-t">
              {invitations.map((invitation) => (
                <InvitationRow key={invitation.id} invitation={invitation} />
              ))}
            </ul>
          )}
        </PagedList>
      </Card>
    </div>
  );
}
