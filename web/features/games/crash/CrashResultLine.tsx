"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { CrashBetView, CrashTableView } from "#domain/api/crash.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { payoutDown } from "#domain/games/crash/maximumWin.ts";
import { Amount } from "@/components/Amount";
import { betStanding } from "@/features/games/crash/betStanding";
import { hundredthsText } from "@/lib/format/hundredthsText";

type Props = {
  readonly table: CrashTableView;
  readonly bets: readonly CrashBetView[];
  readonly currency: CurrencyView;
};

/** The last result in words, read out as it comes: of the player's own bet if there was one, else of the round. */
export function CrashResultLine({ table, bets, currency }: Props) {
  const t = useTranslations("crash.result");
  const last = table.results[0];
  return (
    <div className="relative flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t px-5 py-3 text-sm">
      <p aria-live="polite" className="figures min-w-0">
        <Result table={table} bets={bets} currency={currency} />
      </p>
      {last !== undefined && (
        <Link
          href={`/crash/rounds/${last.roundId}`}
          prefetch={false}
          className="rounded-md font-medium text-accent hover:text-accent-strong"
        >
          {t("verify")}
        </Link>
      )}
    </div>
  );
}

function Result({ table, bets, currency }: Props) {
  const t = useTranslations("crash.result");
  const { round, results } = table;
  const running = round?.phase === "running" && bets.find(({ roundId }) => roundId === round.roundId);
  if (running) {
    // A cash-out by hand is known here; one by rule shows with the figure, and here once the round is over.
    const { cashedOutHundredths: out, stake } = running;
    if (out !== null) {
      const payout = payoutDown(BigInt(stake), out);
      return (
        <>
          {t("out", { multiplier: hundredthsText(out) })}{" "}
          <Amount minor={payout} decimals={currency.decimals} currency={currency.code} />
        </>
      );
    }
  }
  const last = results[0];
  if (last === undefined) return <span className="text-ink-faint">{t("none")}</span>;
  const mine = bets.find(({ roundId }) => roundId === last.roundId);
  const said =
    last.pointHundredths === null || last.phase === "cancelled"
      ? t("cancelled", { number: last.number })
      : t("crashed", { number: last.number, multiplier: hundredthsText(last.pointHundredths) });
  if (mine === undefined || last.phase === "cancelled") return said;
  const standing = betStanding(mine, last, 0);
  if (standing.kind !== "out" && standing.kind !== "lost") {
    return (
      <>
        {said} {t("settling")}
      </>
    );
  }
  const stakeMinor = BigInt(mine.stake);
  const payoutMinor = standing.kind === "out" ? payoutDown(stakeMinor, standing.hundredths) : 0n;
  return (
    <>
      {said}{" "}
      {standing.kind === "out"
        ? t("youOut", { multiplier: hundredthsText(standing.hundredths) })
        : t("youLost")}{" "}
      <Amount
        minor={payoutMinor - stakeMinor}
        decimals={currency.decimals}
        currency={currency.code}
        isSigned
      />
    </>
  );
}
