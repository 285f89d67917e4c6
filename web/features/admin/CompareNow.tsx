"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "@/components/Button";
import { isOpen, useJob, useOrderReconcile } from "@/features/admin/jobsQuery";
import { useApp } from "@/lib/app/AppContext";
import { reconciliationQuery } from "@/lib/house/reconciliationQuery";
import { canOrder } from "@/lib/session/staff";
import { useSession } from "@/lib/session/useSession";
import { notify } from "@/lib/ui/notify";

/** Has the indexer compare a vault's books with the chain now, and shows what it found. */
export function CompareNow({ vault }: { readonly vault: string }) {
  const t = useTranslations("admin.books");
  const { api } = useApp();
  const { user } = useSession();
  const client = useQueryClient();
  const order = useOrderReconcile();
  const job = useJob(order.data?.id ?? null).data;
  const hasEnded = job !== undefined && !isOpen(job);
  const failure = job?.failure ?? null;
  useEffect(() => {
    if (!hasEnded) return;
    void client.invalidateQueries(reconciliationQuery(api));
    if (failure === null) notify("success", t("compared"));
    else notify("error", failure);
  }, [hasEnded, failure, client, api, t]);

  if (user === null || !canOrder(user.role)) return null;
  return (
    <Button
      size="sm"
      isBusy={order.isPending || (job !== undefined && isOpen(job))}
      onClick={() => order.mutate(vault, { onError: (error) => notify("error", error.message) })}
    >
      {t("compareNow")}
    </Button>
  );
}
