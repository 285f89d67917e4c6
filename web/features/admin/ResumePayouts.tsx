"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type ResumePayoutsRequest, resumePayoutsAnswer } from "#domain/api/killSwitches.ts";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Notice } from "@/components/Notice";
import { useApp } from "@/lib/app/AppContext";
import { houseKey } from "@/lib/house/houseQuery";
import { reconciliationQuery } from "@/lib/house/reconciliationQuery";
import { canResumePayouts } from "@/lib/session/staff";
import { useSession } from "@/lib/session/useSession";
import { notify } from "@/lib/ui/notify";
import { newUuid7 } from "@/lib/uuid7";

type Stop = {
  readonly reason: string | null;
  readonly since: string;
};

/**
 * Lets payouts go on, after asking once more; for administrators. The house refuses while its books differ, and where they
 * were stopped anew since the question was put: what it asks about does not change while it stands.
 */
export function ResumePayouts({ stop }: { readonly stop: Stop }) {
  const t = useTranslations("admin.books.resumption");
  const { user } = useSession();
  const [asked, setAsked] = useState<Stop | null>(null);
  const resume = useResumePayouts(() => {
    setAsked(null);
    notify("success", t("done"));
  });

  if (user === null || !canResumePayouts(user.role)) return <p>{t("askAdmin")}</p>;
  function close(): void {
    setAsked(null);
    resume.reset();
  }
  return (
    <>
      <Button onClick={() => setAsked(stop)}>{t("resume")}</Button>
      {asked !== null && (
        <Dialog isOpen onClose={close} title={t("question")} description={t("explanation")}>
          <div className="space-y-4">
            {asked.reason !== null && (
              <p className="text-sm text-ink-soft">{t("reason", { reason: asked.reason })}</p>
            )}
            {resume.error !== null && <Notice tone="negative">{resume.error.message}</Notice>}
            <div className="flex flex-wrap justify-end gap-3">
              <Button onClick={close}>{t("cancel")}</Button>
              <Button variant="primary" isBusy={resume.isPending} onClick={() => resume.mutate(asked)}>
                {t("confirm")}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}

function useResumePayouts(onResumed: () => void) {
  const { api } = useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ since }: Stop) =>
      api.request({
        method: "POST",
        path: "/admin/payouts/resume",
        body: { since } satisfies ResumePayoutsRequest,
        // A refusal stands for its key: each attempt is a new one.
        idempotencyKey: newUuid7(),
        schema: resumePayoutsAnswer,
      }),
    onSuccess: onResumed,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries(reconciliationQuery(api)),
        client.invalidateQueries({ queryKey: houseKey }),
      ]),
  });
}
