"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";

type Props = {
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
};

/** Brings the next page of a list, while there is one. */
export function MoreButton({ list: { hasNextPage, isFetchingNextPage, fetchNextPage } }: Props) {
  const t = useTranslations("common");
  if (!hasNextPage) return null;
  return (
    <div className="border-t p-3 text-center">
      <Button variant="ghost" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t("more")}
      </Button>
    </div>
  );
}
