"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { AmountInput } from "@/components/AmountInput";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Notice } from "@/components/Notice";
import {
  madeChange,
  type OwnLimit,
  ownLimit,
  type PlannedChange,
  plannedChange,
} from "@/features/limits/ownLimit";
import { useSetLimit } from "@/features/limits/useLimitCalls";
import { useMoment } from "@/lib/format/useMoment";
import { useNow } from "@/lib/format/useNow";
import { readableAmount } from "@/lib/money/displayAmount";
import { readTypedAmount, typedText } from "@/lib/money/typedAmount";
import { notify } from "@/lib/ui/notify";

type Props = { readonly limit: OwnLimit; readonly currency: CurrencyView; readonly onClose: () => void };

/** Sets, changes or removes a limit, and says before the button when that counts. */
export function LimitDialog({ limit, currency, onClose }: Props) {
  const t = useTranslations("limits");
  const momentText = useMoment();
  const nowMs = useNow();
  const call = useSetLimit();
  const { kind, period, amountMinor } = limit;
  const { code, decimals } = currency;
  const [text, setText] = useState(amountMinor === null ? "" : typedText(amountMinor, decimals));
  const typed = readTypedAmount(text, decimals);
  const wantedMinor = typed.kind === "amount" ? typed.minor : null;
  const plan = wantedMinor === null ? null : plannedChange(limit, wantedMinor, nowMs);
  const name = t("name", { kind, period });

  function ask(askedMinor: bigint | null): void {
    const wanted = { currency: code, kind, period, amount: askedMinor?.toString() ?? null };
    call.mutate(wanted, {
      onSuccess: ({ limits }) => {
        const made = madeChange(askedMinor, { before: limit, after: ownLimit(limits, wanted) });
        const when = made.kind === "later" ? momentText(made.fromMs) : "";
        notify("success", t(`done.${made.kind}`, { name, when }));
        onClose();
      },
    });
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (wantedMinor !== null && plan?.kind !== "same") ask(wantedMinor);
  }

  return (
    <Dialog isOpen onClose={onClose} title={name} description={t(`counts.${kind}`)}>
      <form className="space-y-4" onSubmit={submit}>
        <AmountInput
          label={t("atMost")}
          value={text}
          onChange={setText}
          currency={code}
          disabled={call.isPending}
          error={typed.kind === "invalid" ? t(`invalid.${typed.reason}`, { decimals }) : null}
        />
        <PlanText limit={limit} wantedMinor={wantedMinor} plan={plan} currency={currency} />
        {call.error !== null && <Notice tone="negative">{call.error.message}</Notice>}
        <div className="flex gap-2">
          <Button className="grow" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            type="submit"
            variant="primary"
            className="grow"
            disabled={plan === null || plan.kind === "same"}
            isBusy={call.isPending}
          >
            {t(`button.${plan?.kind ?? "same"}`)}
          </Button>
        </div>
        {amountMinor !== null && plannedChange(limit, null, nowMs).kind === "later" && (
          <div className="flex items-center justify-between gap-3 border-t pt-4">
            <p className="text-sm text-ink-soft">{t("remove.text")}</p>
            <Button variant="ghost" disabled={call.isPending} onClick={() => ask(null)}>
              {t("remove.button")}
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  );
}

type PlanProps = {
  readonly limit: OwnLimit;
  /** Null until there is an amount, and with it the plan. */
  readonly wantedMinor: bigint | null;
  readonly plan: PlannedChange | null;
  readonly currency: CurrencyView;
};

/** What would come of the amount typed, and when. */
function PlanText({ limit: { amountMinor }, wantedMinor, plan, currency: { code, decimals } }: PlanProps) {
  const t = useTranslations("limits");
  const momentText = useMoment();
  const amount = (minor: bigint) => `${readableAmount(minor, decimals)} ${code}`;
  return (
    <p aria-live="polite" className="min-h-10 text-sm text-ink-soft">
      {plan === null || wantedMinor === null
        ? t("plan.rule")
        : t(`plan.${plan.kind}`, {
            amount: amount(wantedMinor),
            current: amountMinor === null ? t("none") : amount(amountMinor),
            when: plan.kind === "later" ? momentText(plan.fromMs) : "",
          })}
    </p>
  );
}
