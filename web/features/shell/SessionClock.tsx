"use client";

import { Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Amount } from "@/components/Amount";
import { Tooltip } from "@/components/Tooltip";
import { useCurrency } from "@/lib/house/houseQuery";
import { useHeldMoney } from "@/lib/play/heldMoney";
import { playing } from "@/lib/play/playSession";
import { useStore } from "@/lib/store";

const TICK_MS = 1_000;

/** How long this visit has lasted and what it has brought or cost. */
export function SessionClock() {
  const t = useTranslations("shell.clock");
  const currency = useCurrency();
  const newest = useStore(playing, null);
  const visit = useHeldMoney()?.visit ?? newest;
  const [nowMs, setNowMs] = useState(0);

  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);

  if (visit === null || currency === null) return null;
  return (
    <Tooltip text={t("explanation", { bets: visit.betCount })}>
      <button
        type="button"
        className="flex h-10 items-center gap-2 rounded-control px-2 text-sm text-ink-soft"
      >
        <Clock aria-hidden className="size-4" />
        <span className="figures" role="timer" aria-label={t("time")}>
          {elapsed(Math.max(0, nowMs - visit.startedAtMs))}
        </span>
        <span className="sr-only">{t("net")}</span>
        <Amount minor={visit.netMinor} decimals={currency.decimals} isSigned />
      </button>
    </Tooltip>
  );
}

/** 3_723_000 → "1:02:03". */
function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => part.toString().padStart(2, "0"));
  const hours = Math.floor(seconds / 3_600);
  return (hours > 0 ? [hours, ...parts] : parts).join(":");
}
