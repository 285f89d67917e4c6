"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CrashTableSettings } from "#domain/api/crashTables.ts";
import { Await } from "@/components/Await";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { CrashTableDialog } from "@/features/admin/games/CrashTableDialog";
import { crashSettingsQuery } from "@/features/admin/games/gameQueries";
import { TABLE_FIGURES } from "@/features/admin/games/tableFigures";
import { useFigureWords } from "@/features/admin/games/useFigureWords";
import { useApp } from "@/lib/app/AppContext";

/** How each table of crash is set up. */
export function CrashTablesCard({ isEditable }: { readonly isEditable: boolean }) {
  const t = useTranslations("admin.games.tables");
  const tables = useQuery(crashSettingsQuery(useApp().api));
  const [chosen, setChosen] = useState<CrashTableSettings | null>(null);
  return (
    <Card heading={t("title")} isFlush>
      <p className="max-w-3xl px-5 pb-4 text-sm text-ink-soft">{t("lead")}</p>
      <Await query={tables} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="border-t px-5 py-4 text-sm text-ink-soft">{t("none")}</p>
          ) : (
            <ul className="divide-y border-t">
              {items.map((table) => (
                <TableRow
                  key={table.currency}
                  table={table}
                  onChange={isEditable ? () => setChosen(table) : null}
                />
              ))}
            </ul>
          )
        }
      </Await>
      {chosen !== null && <CrashTableDialog table={chosen} onClose={() => setChosen(null)} />}
    </Card>
  );
}

type RowProps = {
  readonly table: CrashTableSettings;
  /** Null for those who may not. */
  readonly onChange: (() => void) | null;
};

function TableRow({ table, onChange }: RowProps) {
  const t = useTranslations("admin.games.tables");
  const { nameOf, told } = useFigureWords();
  const { currency, isOpen } = table;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-3 px-5 py-4 text-sm md:grid-cols-[12rem_minmax(0,1fr)_auto]">
      <p className="flex items-center justify-between gap-4">
        <span className="font-medium">{currency}</span>
        <Badge tone={isOpen ? "positive" : "warning"}>{t(isOpen ? "open" : "closed")}</Badge>
      </p>
      <dl className="order-last col-span-2 grid gap-x-6 gap-y-2 sm:grid-cols-2 md:order-none md:col-span-1 xl:grid-cols-3">
        {TABLE_FIGURES.map((figure) => (
          <div key={figure} className="flex items-baseline justify-between gap-3">
            <dt className="text-ink-faint">{nameOf(figure)}</dt>
            <dd className="figures">{told(figure, table[figure])}</dd>
          </div>
        ))}
      </dl>
      {onChange !== null && (
        <Button size="sm" aria-label={t("changeOf", { currency })} onClick={onChange}>
          {t("change")}
        </Button>
      )}
    </li>
  );
}
