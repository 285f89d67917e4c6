"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { Skeleton } from "@/components/Skeleton";
import { CrashFrame } from "@/features/games/crash/CrashFrame";
import type { TableWait } from "@/features/games/crash/tableWait";

type Props = { readonly wait: TableWait; readonly onRetry: () => void };

/** In the table's place while there is none: the wait for it, or why it has not come. */
export function CrashUnseen({ wait, onRetry }: Props) {
  const t = useTranslations("crash.wait");
  if (wait === "waiting") {
    return (
      <CrashFrame
        panel={<Skeleton className="h-[34rem]" />}
        field={<Skeleton className="h-96 lg:h-full" />}
      />
    );
  }
  return (
    <CrashFrame
      panel={<p className="text-sm text-ink-soft">{t("panel")}</p>}
      field={
        <div role="status" className="space-y-3 p-5 text-ink-soft">
          <p>{t(wait)}</p>
          {wait !== "lost" && (
            <Button size="sm" onClick={onRetry}>
              {t("tryAgain")}
            </Button>
          )}
        </div>
      }
    />
  );
}
