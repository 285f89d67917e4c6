"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { Skeleton } from "@/components/Skeleton";
import type { TableWait } from "@/features/games/crash/tableWait";

type Props = { readonly wait: TableWait; readonly onRetry: () => void };

/** In the curve's place while there is none: the wait for it, or why it has not come. */
export function CrashUnseen({ wait, onRetry }: Props) {
  const t = useTranslations("crash.wait");
  if (wait === "waiting") return <Skeleton className="h-96 lg:h-full" />;
  return (
    <div role="status" className="space-y-3 p-5 text-ink-soft">
      <p>{t(wait)}</p>
      {wait !== "lost" && (
        <Button size="sm" onClick={onRetry}>
          {t("tryAgain")}
        </Button>
      )}
    </div>
  );
}
