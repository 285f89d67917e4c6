"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { StatementHead } from "#domain/api/commissions.ts";
import { Button } from "@/components/Button";
import { downloadStatement, type StatementFormat } from "@/features/agents/statement/downloadStatement";
import { useApp } from "@/lib/app/AppContext";
import { notify } from "@/lib/ui/notify";

const FORMATS = ["csv", "json"] as const satisfies readonly StatementFormat[];

/** The whole statement as a file: for a spreadsheet, and for whoever checks it. */
export function DownloadButtons({ head }: { readonly head: StatementHead }) {
  const t = useTranslations("agents.statement");
  const { api, session } = useApp();
  const save = useMutation({
    mutationFn: (format: StatementFormat) =>
      downloadStatement({ apiUrl: api.url, tokens: session, head, format }),
    onError: (error) => notify("error", error.message),
  });
  return (
    <div className="flex gap-2">
      {FORMATS.map((format) => (
        <Button
          key={format}
          size="sm"
          aria-label={t(`download.${format}`)}
          isBusy={save.isPending && save.variables === format}
          disabled={save.isPending}
          onClick={() => save.mutate(format)}
        >
          <Download aria-hidden className="size-4" />
          {t(`format.${format}`)}
        </Button>
      ))}
    </div>
  );
}
