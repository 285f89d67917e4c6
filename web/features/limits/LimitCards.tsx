"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import type { PlayerLimitView } from "#domain/api/limits.ts";
import { LIMIT_PERIODS, type LimitKind } from "#domain/limits/playerLimits.ts";
import { Card } from "@/components/Card";
import { LimitRow } from "@/features/limits/LimitRow";
import { type LimitName, ownLimit } from "@/features/limits/ownLimit";

const LimitDialog = dynamic(() => import("@/features/limits/LimitDialog").then((m) => m.LimitDialog));

type Props = { readonly currency: CurrencyView; readonly listed: readonly PlayerLimitView[] };

/** In the order of how often they are wanted. */
const KINDS = ["loss", "wager", "deposit"] as const satisfies readonly LimitKind[];

/** All limits of a currency, by what they count. */
export function LimitCards({ currency, listed }: Props) {
  const t = useTranslations("limits");
  const [changing, setChanging] = useState<LimitName | null>(null);
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      {KINDS.map((kind) => (
        <Card key={kind} heading={t(`kind.${kind}`)}>
          <p className="pb-3 text-sm text-ink-soft lg:min-h-18">{t(`counts.${kind}`)}</p>
          <ul className="divide-y border-t">
            {LIMIT_PERIODS.map((period) => {
              const limit = ownLimit(listed, { currency: currency.code, kind, period });
              return (
                <LimitRow
                  key={period}
                  limit={limit}
                  currency={currency}
                  onChange={() => setChanging({ kind, period })}
                />
              );
            })}
          </ul>
        </Card>
      ))}
      {changing !== null && (
        <LimitDialog
          // As it stands now, which another device may change while the dialog is open.
          limit={ownLimit(listed, { currency: currency.code, ...changing })}
          currency={currency}
          onClose={() => setChanging(null)}
        />
      )}
    </div>
  );
}
