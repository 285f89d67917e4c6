"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/Card";
import { Notice } from "@/components/Notice";
import { ClaimRow } from "@/features/exit/ClaimRow";
import type { ExitSender } from "@/features/exit/exitActions";
import type { ExitReading } from "@/features/exit/exitReading";
import { exitRows } from "@/features/exit/exitRows";
import type { BalanceClaims } from "@/lib/vault/balanceClaims";
import { sharePercentDown, termsIfActivatedNow } from "@/lib/vault/exitTerms";
import { judgeClaims } from "@/lib/vault/judgeClaims";

type Props = {
  readonly claims: BalanceClaims;
  readonly reading: ExitReading;
  /** Null until the right wallet is here, on the right chain. */
  readonly sender: ExitSender | null;
  readonly onChange: () => unknown;
};

/** The last step: every amount that is the player's, and taking it out. */
export function ClaimsCard({ claims, reading, sender, onChange }: Props) {
  const t = useTranslations("exit.claims");
  const { standing, exit, account, leaves } = reading;
  if (account === null) return null;
  const verdict = judgeClaims(claims, standing.checkpoint);
  const terms = exit.isActive ? exit.terms : termsIfActivatedNow(standing);
  const share = sharePercentDown(terms);
  const rows = exitRows({
    claims,
    verdict,
    leafStandings: leaves,
    account,
    isActive: exit.isActive,
    terms,
  });
  const values = {
    epoch: claims.tree.epoch.toString(),
    last: standing.checkpoint?.epoch.toString() ?? "",
  };
  return (
    <Card heading={t("title")}>
      <div className="space-y-4">
        <Notice tone={verdict === "proven" ? "positive" : "negative"}>
          {t(`verdict.${verdict}`, values)}
        </Notice>
        {share !== null && <Notice tone="warning">{t("share", { percent: share.toFixed(2) })}</Notice>}
        <ul className="divide-y">
          {rows.map((row) => (
            <ClaimRow
              key={row.id}
              row={row}
              unit={standing.unit}
              currency={claims.tree.currency}
              sender={sender}
              onMined={onChange}
            />
          ))}
        </ul>
        {rows.every(({ quanta }) => quanta === 0n) && <p className="text-sm text-ink-soft">{t("nothing")}</p>}
      </div>
    </Card>
  );
}
