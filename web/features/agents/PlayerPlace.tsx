"use client";

import { TicketCheck, UserRoundCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { PlaceView } from "#domain/api/agents.ts";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";

/** What somebody sees who plays and has nobody below: a way to join, or that a place is taken. */
export function PlayerPlace({ place }: { readonly place: PlaceView }) {
  const t = useTranslations("agents.player");
  return (
    <Card>
      {place.joinedAt === null ? (
        <EmptyState
          icon={TicketCheck}
          title={t("title")}
          text={t("text")}
          action={
            <ButtonLink variant="primary" href="/agents/join">
              {t("join")}
            </ButtonLink>
          }
        />
      ) : (
        <EmptyState
          icon={UserRoundCheck}
          title={t("joined")}
          text={t("joinedText")}
          action={<ButtonLink href="/">{t("toLobby")}</ButtonLink>}
        />
      )}
    </Card>
  );
}
