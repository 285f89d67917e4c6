"use client";

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { z } from "zod";
import { sessionList } from "#domain/api/auth.ts";
import { Await } from "@/components/Await";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Notice } from "@/components/Notice";
import { Timestamp } from "@/components/Timestamp";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { deviceOf } from "@/lib/format/deviceOf";
import { openDialog } from "@/lib/ui/openDialog";

function sessionsQuery(api: Api) {
  return queryOptions({
    queryKey: accountKeys.sessions,
    queryFn: ({ signal }) => api.request({ path: "/auth/sessions", schema: sessionList, signal }),
    staleTime: 0,
  });
}

/** Where the player is signed in, and the way to end any of it. */
export function SessionsDialog() {
  const t = useTranslations("session.sessions");
  const { api } = useApp();
  const queryClient = useQueryClient();
  const sessions = useQuery(sessionsQuery(api));
  const revoke = useMutation({
    mutationFn: (id: string) =>
      api.request({ method: "DELETE", path: `/auth/sessions/${id}`, schema: z.unknown() }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: accountKeys.sessions }),
  });

  function deviceName(userAgent: string): string {
    const device = deviceOf(userAgent);
    return device === null ? userAgent || t("unknownDevice") : t("device", device);
  }

  return (
    <Dialog isOpen onClose={() => openDialog.set("none")} title={t("title")} description={t("description")}>
      {revoke.error !== null && <Notice tone="negative">{revoke.error.message}</Notice>}
      <Await query={sessions}>
        {({ items }) => (
          <ul className="divide-y">
            {items.map(({ id, userAgent, lastUsedAt, current }) => (
              <li key={id} className="flex items-center justify-between gap-4 py-3">
                <div className="min-w-0 text-sm">
                  <p className="truncate" title={userAgent}>
                    {deviceName(userAgent)}
                  </p>
                  <p className="text-ink-faint">
                    {t("lastUsed")} <Timestamp at={lastUsedAt} />
                  </p>
                </div>
                {current ? (
                  <Badge tone="positive">{t("current")}</Badge>
                ) : (
                  <Button
                    size="sm"
                    isBusy={revoke.isPending && revoke.variables === id}
                    onClick={() => revoke.mutate(id)}
                  >
                    {t("revoke")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Await>
    </Dialog>
  );
}
