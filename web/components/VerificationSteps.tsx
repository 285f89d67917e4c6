"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/CopyButton";
import { CopyText } from "@/components/CopyText";
import { multiplierText } from "@/lib/bets/betFigures";
import { drawnFigure } from "@/lib/bets/drawnFigure";
import type { Recomputed } from "@/lib/verify/recompute";

const BYTE_SPAN = 256;

/** How an outcome follows from its seeds, step by step, so that every step can be repeated elsewhere. */
export function VerificationSteps({ recomputed }: { readonly recomputed: Recomputed }) {
  const t = useTranslations("verification");
  const { commitment, rounds, draws, outcome, multiplier, description } = recomputed;
  return (
    <ol className="space-y-4">
      <Step number={1} title={t("commitment")} text={t("commitmentText")}>
        <CopyText text={commitment} name={t("commitment")} isWhole />
      </Step>
      <Step number={2} title={t("hmac")} text={t("hmacText")}>
        {rounds.map(({ message, hmacHex }) => (
          <div key={message} className="space-y-1">
            <p className="font-mono text-[0.8125rem] break-all">
              HMAC_SHA256({t("serverSeed")}, "{message}")
            </p>
            <CopyText text={hmacHex} name={t("hmac")} isWhole />
          </div>
        ))}
      </Step>
      <Step number={3} title={t("float")} text={t("floatText")}>
        {draws.map(({ bytes, float }) => (
          <p key={bytes.join(".")} className="font-mono text-[0.8125rem] break-words">
            {bytes.map((byte, index) => `${byte}/${BYTE_SPAN}${superscript(index + 1)}`).join(" + ")} ={" "}
            {float}
          </p>
        ))}
      </Step>
      <Step number={4} title={t("outcome")} text={description ?? t("drawn")}>
        {multiplier === null ? (
          <CopyText text={JSON.stringify(outcome)} name={t("outcomeJson")} isWhole />
        ) : (
          <>
            <p className="figures inline-flex items-center gap-1 text-lg font-medium">
              {drawnFigure({ outcome, multiplier })}
              <CopyButton text={JSON.stringify(outcome)} name={t("outcomeJson")} />
            </p>
            <p className="figures text-sm">{t("multiplier", { multiplier: multiplierText(multiplier) })}</p>
          </>
        )}
      </Step>
    </ol>
  );
}

type StepProps = {
  readonly number: number;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
};

function Step({ number, title, text, children }: StepProps) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden
        className="figures flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-medium text-accent"
      >
        {number}
      </span>
      <div className="min-w-0 grow space-y-1.5">
        <h3 className="text-sm font-medium">{title}</h3>
        <p className="text-sm text-ink-soft">{text}</p>
        <div className="space-y-2 rounded-control bg-sunken p-3">{children}</div>
      </div>
    </li>
  );
}

function superscript(power: number): string {
  return power === 1 ? "" : (["⁰", "¹", "²", "³", "⁴"][power] ?? `^${power}`);
}
