"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { resumePayoutsAnswer } from "#domain/api/killSwitches.ts";
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

/** Lets payouts go on, after asking once more; for administrators. The house refuses while its books differ. */
export function ResumePayouts({ reason }: { readonly reason: string | null }) {
  const t = useTranslations("admin.books.resumption");
  const { user } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const resume = useResumePayouts(() => {
    setIsAsking(false);
    notify("success", t("done"));
  });

  if (user === null || !canResumePayouts(user.role)) return <p>{t("askAdmin")}</p>;
  function close(): void {
    setIsAsking(false);
    resume.reset();
  }
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{t("resume")}</Button>
      <Dialog isOpen={isAsking} onClose={close} title={t("question")} description={t("explanation")}>
        <div className="space-y-4">
          {reason !== null && <p className="text-sm text-ink-soft">{t("reason", { reason })}</p>}
          {resume.error !== null && <Notice tone="negative">{resume.error.message}</Notice>}
          <div className="flex flex-wrap justify-end gap-3">
            <Button onClick={close}>{t("cancel")}</Button>
            <Button variant="primary" isBusy={resume.isPending} onClick={() => resume.mutate()}>
              {t("confirm")}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}

function useResumePayouts(onResumed: () => void) {
  const { api } = useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      api.request({
        method: "POST",
        path: "/admin/payouts/resume",
        body: {},
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
