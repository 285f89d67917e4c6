"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/Button";
import { Notice } from "@/components/Notice";
import { Skeleton } from "@/components/Skeleton";

type Query<Data> = {
  readonly data: Data | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
};

type Props<Data> = {
  readonly query: Query<Data>;
  /** Lines that hold the place meanwhile. */
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
};

/**
 * Shows an answer, the wait for it, or why it did not come and a way to ask again. Requests time out, so that no
 * wait is endless; what was known before stays on the screen.
 */
export function Await<Data>({ query: { data, error, refetch }, lines = 3, children }: Props<Data>) {
  const t = useTranslations("common");
  if (data !== undefined) return children(data);
  if (error !== null) {
    return (
      <div className="p-4">
        <Notice
          tone="negative"
          action={
            <Button size="sm" onClick={() => refetch()}>
              {t("tryAgain")}
            </Button>
          }
        >
          {error.message}
        </Notice>
      </div>
    );
  }
  return (
    <div role="status" className="space-y-3 p-5">
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: lines }, (_, line) => line).map((line) => (
        <Skeleton key={line} className="h-5" />
      ))}
    </div>
  );
}
