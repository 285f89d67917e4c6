"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { EpochProof } from "#domain/api/epochs.ts";
import { Button } from "@/components/Button";
import { Command } from "@/components/Command";
import { Disclosure } from "@/components/Disclosure";
import { proofUrl } from "@/features/fairness/epochs/epochQueries";
import { useApp } from "@/lib/app/AppContext";
import { saveFile } from "@/lib/ui/saveFile";

const INDENT = 2;

/** How to do the same without this page. */
export function CheckElsewhere({ file }: { readonly file: EpochProof }) {
  const t = useTranslations("fairness.epochs.elsewhere");
  const { api } = useApp();
  const { epoch, proof } = file;
  const name = `fairhouse-epoch-${epoch.epoch}-${proof.hash.slice(0, 8)}.json`;
  return (
    <Disclosure title={t("title")}>
      <p className="text-sm text-ink-soft">{t("text")}</p>
      <Command name={t("fetch")} text={`curl --silent "${proofUrl(api, file)}" --output ${name}`} />
      <Command name={t("verify")} text={`npm run --silent verify -- --epoch-proof ${name}`} />
      <p className="text-sm text-ink-soft [overflow-wrap:anywhere]">
        {t("registry", { registry: epoch.registry ?? "–", kind: epoch.kind, epoch: epoch.epoch })}
      </p>
      <Button
        onClick={() =>
          saveFile({ name, text: `${JSON.stringify(file, null, INDENT)}\n`, type: "application/json" })
        }
      >
        <Download aria-hidden className="size-4" />
        {t("save")}
      </Button>
    </Disclosure>
  );
}
