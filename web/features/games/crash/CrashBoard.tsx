"use client";

import type { CrashBetView, CrashTableView } from "#domain/api/crash.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { CrashField } from "@/features/games/crash/CrashField";
import { CrashResultLine } from "@/features/games/crash/CrashResultLine";
import { CrashResults } from "@/features/games/crash/CrashResults";
import type { HouseClock } from "@/features/games/crash/houseClock";

type Props = {
  readonly table: CrashTableView;
  readonly clock: HouseClock;
  readonly currency: CurrencyView;
  /** The player's own. */
  readonly bets: readonly CrashBetView[];
  readonly isLive: boolean;
  readonly isStopped: boolean;
};

/** The round on its field, between how the ones before it ended and what became of the player's bet. */
export function CrashBoard({ table, clock, currency, bets, isLive, isStopped }: Props) {
  const { round, results } = table;
  return (
    <>
      <CrashResults results={results} />
      <div className="relative flex h-64 flex-col justify-center overflow-hidden px-5 py-6 sm:h-80 lg:h-auto lg:min-h-96 lg:grow">
        <CrashField
          table={table}
          clock={clock}
          bet={bets.find(({ roundId }) => roundId === round?.roundId)}
          isLive={isLive}
          isStopped={isStopped}
        />
      </div>
      <CrashResultLine table={table} bets={bets} currency={currency} />
    </>
  );
}
