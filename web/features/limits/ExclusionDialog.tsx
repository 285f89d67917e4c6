"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Notice } from "@/components/Notice";
import { useExclude } from "@/features/limits/useLimitCalls";
import { useMoment } from "@/lib/format/useMoment";
import { notify } from "@/lib/ui/notify";

/** Asks once more before a player is shut out: it cannot be taken back. */
export function ExclusionDialog({
  untilMs,
  onClose,
}: {
  readonly untilMs: number;
  readonly onClose: () => void;
}) {
  const t = useTranslations("limits.exclusion");
  const momentText = useMoment();
  const exclude = useExclude();
  const [isUnderstood, setIsUnderstood] = useState(false);
  const until = momentText(untilMs);
  return (
    <Dialog isOpen onClose={onClose} title={t("confirmTitle")} description={t("confirmText", { until })}>
      <div className="space-y-5">
        <ul className="list-outside list-disc space-y-1.5 pl-4 text-sm text-ink-soft marker:text-ink-faint">
          {(["bets", "money", "final"] as const).map((part) => (
            <li key={part}>{t(`consequences.${part}`)}</li>
          ))}
        </ul>
        <label className="flex cursor-pointer items-start gap-3 rounded-control bg-sunken p-3 text-sm ring-1 ring-border">
          <input
            type="checkbox"
            checked={isUnderstood}
            onChange={(event) => setIsUnderstood(event.target.checked)}
            className="mt-0.5 size-4 shrink-0 accent-(--accent)"
          />
          {t("understood")}
        </label>
        {exclude.error !== null && <Notice tone="negative">{exclude.error.message}</Notice>}
        <div className="flex flex-wrap gap-2">
          <Button className="grow" onClick={onClose}>
            {t("back")}
          </Button>
          <Button
            variant="danger"
            className="grow"
            disabled={!isUnderstood}
            isBusy={exclude.isPending}
            onClick={() =>
              exclude.mutate(untilMs, {
                onSuccess: ({ selfExcludedUntil }) => {
                  notify("success", t("done", { until: momentText(selfExcludedUntil ?? untilMs) }));
                  onClose();
                },
              })
            }
          >
            {t("confirm")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
