"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import type { EpochProof, EpochView } from "#domain/api/epochs.ts";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { Notice } from "@/components/Notice";
import { Skeleton } from "@/components/Skeleton";
import { Tabs } from "@/components/Tabs";
import { proofQuery } from "@/features/fairness/epochs/epochQueries";
import { ProofFileInput } from "@/features/fairness/epochs/ProofFileInput";
import { ProveForm } from "@/features/fairness/epochs/ProveForm";
import type { ProofWish } from "@/features/fairness/epochs/proofWish";
import { useProofFile } from "@/features/fairness/epochs/useProofFile";
import { useApp } from "@/lib/app/AppContext";

const ProofCheck = dynamic(() => import("@/features/fairness/epochs/ProofCheck").then((m) => m.ProofCheck), {
  loading: () => <Skeleton className="h-40" />,
});

type Props = {
  readonly prefilled: ProofWish;
  /** What the house lists; undefined until it has answered. */
  readonly epochs: ComponentProps<typeof Await<readonly EpochView[]>>["query"];
};

/** Proves that the house was committed to something: by a proof that it hands out, or one that is at hand. */
export function ProveCard({ prefilled, epochs }: Props) {
  const t = useTranslations("fairness.epochs.prove");
  const { api } = useApp();
  const [wish, setWish] = useState(prefilled);
  const found = useQuery(proofQuery(api, wish));
  const { state: chosen, read } = useProofFile();
  const check = (file: EpochProof, at: string | null) => (
    <Await query={epochs} lines={5}>
      {(listed) => <ProofCheck file={file} at={at} epochs={listed} />}
    </Await>
  );
  return (
    <Card heading={t("title")}>
      <Tabs
        label={t("title")}
        tabs={[
          {
            id: "hash",
            label: t("byHash"),
            content: (
              <div>
                <ProveForm prefilled={prefilled} epochs={epochs.data ?? []} onAsk={setWish} />
                <div aria-live="polite" className="not-empty:mt-5">
                  {wish.commitment !== "" && (
                    <Await query={found} lines={5}>
                      {(file) =>
                        file === null ? <Notice tone="warning">{t("notFound")}</Notice> : check(file, wish.at)
                      }
                    </Await>
                  )}
                </div>
              </div>
            ),
          },
          {
            id: "file",
            label: t("byFile"),
            content: (
              <div>
                <ProofFileInput name={chosen.kind === "none" ? null : chosen.name} onChoose={read} />
                <div aria-live="polite" className="not-empty:mt-5">
                  {chosen.kind === "unreadable" && <Notice tone="negative">{t("unreadable")}</Notice>}
                  {chosen.kind === "read" && check(chosen.file, null)}
                </div>
              </div>
            ),
          },
        ]}
      />
    </Card>
  );
}
