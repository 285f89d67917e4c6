"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { CrashTableSettings } from "#domain/api/crashTables.ts";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Switch } from "@/components/Switch";
import { EdgeRefusal } from "@/features/admin/games/EdgeRefusal";
import { FigureField } from "@/features/admin/games/FigureField";
import { useSetTable } from "@/features/admin/games/gameQueries";
import { figureTexts, TABLE_FIGURES } from "@/features/admin/games/tableFigures";
import { type ReadTable, readTable, type WantedTable } from "@/features/admin/games/tableInput";
import { notify } from "@/lib/ui/notify";

type Props = { readonly table: CrashTableSettings; readonly onClose: () => void };

/** Sets a table of crash up, and says before the button from when on that holds. */
export function CrashTableDialog({ table, onClose }: Props) {
  const t = useTranslations("admin.games.table");
  const { currency } = table;
  const [wanted, setWanted] = useState<WantedTable>({ isOpen: table.isOpen, texts: figureTexts(table) });
  const read = readTable(wanted, table);
  const isReady = read.faults.size === 0 && Object.keys(read.request).length > 0;
  const set = useSetTable(() => {
    notify("success", t("done", { currency }));
    onClose();
  });

  function change(part: Partial<WantedTable>): void {
    setWanted({ ...wanted, ...part });
    set.reset();
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isReady) set.mutate({ currency, request: read.request });
  }

  return (
    <Dialog isOpen onClose={onClose} title={t("title", { currency })} description={t("description")}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <Switch
          label={t("isOpen")}
          hint={t("isOpenHint")}
          isOn={wanted.isOpen}
          onChange={(isOpen) => change({ isOpen })}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          {TABLE_FIGURES.map((figure) => (
            <FigureField
              key={figure}
              figure={figure}
              text={wanted.texts[figure]}
              isInvalid={read.faults.has(figure)}
              onChange={(text) => change({ texts: { ...wanted.texts, [figure]: text } })}
            />
          ))}
        </div>
        <WhatFollows read={read} />
        {set.error !== null && <EdgeRefusal error={set.error} />}
        <div className="flex gap-2">
          <Button className="grow" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" variant="primary" className="grow" disabled={!isReady} isBusy={set.isPending}>
            {t(isReady ? "confirm" : "nothing")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function WhatFollows({ read: { request, from } }: { readonly read: ReadTable }) {
  const t = useTranslations("admin.games.table.follows");
  const lines = [
    ...(from.has("nextRound") ? (["nextRound"] as const) : []),
    ...(from.has("nextChain") ? (["nextChain"] as const) : []),
    ...(request.edgeBps === undefined ? [] : (["agents"] as const)),
    ...(request.isOpen === false ? (["closing"] as const) : []),
    "recorded" as const,
  ];
  return (
    <div aria-live="polite" className="min-h-20 text-sm text-ink-soft">
      {from.size > 0 && (
        <ul className="list-outside list-disc space-y-1.5 pl-4 marker:text-ink-faint">
          {lines.map((line) => (
            <li key={line}>{t(line)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
