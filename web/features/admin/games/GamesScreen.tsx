"use client";

import { DoorClosed } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { CrashTablesCard } from "@/features/admin/games/CrashTablesCard";
import { GamesInForceCard } from "@/features/admin/games/GamesInForceCard";
import { PayChangesCard } from "@/features/admin/games/PayChangesCard";
import { WithheldCard } from "@/features/admin/games/WithheldCard";
import { canSeeGames, canSetGames } from "@/lib/session/staff";
import { useSession } from "@/lib/session/useSession";

/** How the games of the house pay: now, before, and which of them it does not offer. */
export function GamesScreen() {
  const t = useTranslations("admin.games");
  const { user } = useSession();
  if (user === null || !canSeeGames(user.role)) {
    return (
      <Card>
        <EmptyState icon={DoorClosed} title={t("notForYou")} text={t("notForYouHint")} />
      </Card>
    );
  }
  const isEditable = canSetGames(user.role);
  return (
    <div className="space-y-6">
      <p className="max-w-3xl text-sm text-ink-soft">{t(isEditable ? "mayChange" : "mayLook")}</p>
      <WithheldCard isEditable={isEditable} />
      <GamesInForceCard isEditable={isEditable} />
      <CrashTablesCard isEditable={isEditable} />
      <PayChangesCard />
    </div>
  );
}
