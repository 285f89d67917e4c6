"use client";

import { useTranslations } from "next-intl";
import { Amount } from "@/components/Amount";
import { Badge, type Tone } from "@/components/Badge";
import { Button } from "@/components/Button";
import { ExitProgress } from "@/features/exit/ExitProgress";
import type { ExitSender } from "@/features/exit/exitActions";
import type { ExitRow } from "@/features/exit/exitRows";
import { useExitTransaction } from "@/features/exit/useExitTransaction";
import { shortened } from "@/lib/format/shortened";
import type { TokenUnit } from "@/lib/vault/vaultReader";
import { busyKind } from "@/lib/wallet/transactionState";

type Props = {
  readonly row: ExitRow;
  readonly unit: TokenUnit;
  readonly currency: string;
  readonly sender: ExitSender | null;
  readonly onMined: () => unknown;
};

const TONES: Record<ExitRow["status"], Tone> = {
  later: "neutral",
  ready: "accent",
  exited: "positive",
  paid: "positive",
};

/** One amount: what it is, what leaving brings, how far it is, and the button. Its receipt stays once it has left. */
export function ClaimRow({ row, unit, currency, sender, onMined }: Props) {
  const t = useTranslations("exit.claims");
  const { state, send } = useExitTransaction(onMined);
  const busy = busyKind(state);
  // Once it is mined, the chain's answer that it has left is a moment away: nobody should send it again.
  const isOffered = row.status === "ready" && row.quanta > 0n && state.kind !== "mined";
  if (row.quanta === 0n && state.kind === "idle") return null;
  const amount = (quanta: bigint) => (
    <Amount minor={quanta * unit.quantum} decimals={unit.decimals} currency={currency} />
  );

  async function takeOut(): Promise<void> {
    if (sender === null) return;
    const actions = await import("@/features/exit/exitActions");
    await send((steps) => actions.takeOut(sender, row, steps));
  }

  return (
    <li className="space-y-3 py-4 first:pt-1 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 space-y-1 text-sm">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium">
              {row.kind === "batch"
                ? t("kind.batch", { batch: shortened(row.leaf.batchId) })
                : t(`kind.${row.kind}`)}
            </span>
            {row.quanta > 0n && <Badge tone={TONES[row.status]}>{t(`rowStatus.${row.status}`)}</Badge>}
          </p>
          {row.quanta > 0n && (
            <p className="text-ink-soft">
              {amount(row.quanta)}
              {row.pays !== row.quanta && (
                <>
                  {" – "}
                  {t("pays")} {amount(row.pays)}
                </>
              )}
            </p>
          )}
        </div>
        {isOffered && (
          <Button
            variant="primary"
            disabled={sender === null}
            isBusy={busy !== null}
            onClick={() => void takeOut()}
          >
            {busy === null ? t(`take.${row.kind}`) : t(`step.${busy}`)}
          </Button>
        )}
      </div>
      <ExitProgress state={state} done={t("done")} />
    </li>
  );
}
