"use client";

import { DoorClosed, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { EntranceButton } from "@/components/EntranceButton";
import { PageHeading } from "@/components/PageHeading";
import { Skeleton } from "@/components/Skeleton";
import { AdminNavigation } from "@/features/admin/AdminNavigation";
import { isStaff } from "@/lib/session/staff";
import { useSession } from "@/lib/session/useSession";

/** The frame of every screen for staff. What they show is asked of the API, which checks the role once more. */
export function AdminFrame({ children }: { readonly children: ReactNode }) {
  const t = useTranslations("admin");
  const { status, user } = useSession();
  if (status === "restoring") return <Restoring />;
  if (user === null || !isStaff(user.role)) {
    return (
      <div className="space-y-6">
        <PageHeading title={t("title")} />
        <Card>
          {user === null ? (
            <EmptyState
              icon={UserRound}
              title={t("signedOut")}
              text={t("signedOutHint")}
              action={<EntranceButton to="play" size="md" className="" />}
            />
          ) : (
            <EmptyState
              icon={DoorClosed}
              title={t("notForYou")}
              text={t("notForYouHint")}
              action={<ButtonLink href="/transparency/books">{t("toBooks")}</ButtonLink>}
            />
          )}
        </Card>
      </div>
    );
  }
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} lead={t("lead", { role: t(`role.${user.role}`) })} />
      <AdminNavigation role={user.role} />
      {children}
    </div>
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
