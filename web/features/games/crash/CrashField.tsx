"use client";

import { useTranslations } from "next-intl";
import type { CrashBetView, CrashTableView } from "#domain/api/crash.ts";
import { reachedAtMs } from "#domain/games/crash/curve.ts";
import { betStanding } from "@/features/games/crash/betStanding";
import { CrashCurve } from "@/features/games/crash/CrashCurve";
import { type CrashStage, stageOf } from "@/features/games/crash/crashStage";
import type { HouseClock } from "@/features/games/crash/houseClock";
import { useHouseTime } from "@/features/games/crash/useHouseTime";
import { classNames } from "@/lib/classNames";
import { hundredthsText } from "@/lib/format/hundredthsText";

type Props = {
  readonly table: CrashTableView;
  readonly clock: HouseClock;
  /** The player's bet in the round shown, if any. */
  readonly bet: CrashBetView | undefined;
  /** False while nothing can be heard: then nothing is shown that would have to be guessed. */
  readonly isLive: boolean;
  readonly isStopped: boolean;
};

const MS_PER_SECOND = 1_000;

/** The round as it stands: the seconds until it starts, the multiplier as it rises, and where it ended. */
export function CrashField({ table, clock, bet, isLive, isStopped }: Props) {
  const { round } = table;
  const isMoving = isLive && (round?.phase === "betting" || round?.phase === "running");
  const stage = stageOf(table, useHouseTime(clock, isMoving));
  if (!isLive && stage.kind !== "running" && stage.kind !== "crashed") return <Words name="lost" />;
  switch (stage.kind) {
    case "betting":
      return <Countdown stage={stage} />;
    case "running":
    case "crashed":
      return <Rise table={table} stage={stage} bet={bet} isLive={isLive} isStopped={isStopped} />;
    default:
      return <Words name={isStopped ? "stopped" : stage.kind} />;
  }
}

/** What there is to say while no round can be shown. */
function Words({ name }: { readonly name: "lost" | "stopped" | "closed" | "preparing" | "cancelled" }) {
  const t = useTranslations("crash.field");
  return (
    <p role="status" className="mx-auto max-w-md text-center text-ink-soft text-balance">
      {t(name)}
    </p>
  );
}

function Countdown({ stage }: { readonly stage: Extract<CrashStage, { kind: "betting" }> }) {
  const t = useTranslations("crash.field");
  return (
    <div className="text-center">
      <p className="text-ink-soft">{t("startsIn")}</p>
      <p className="figures mt-2 text-6xl font-semibold tracking-tight sm:text-8xl">
        {(stage.leftMs / MS_PER_SECOND).toFixed(1)}
        <span className="text-3xl text-ink-faint sm:text-4xl"> s</span>
      </p>
      <div aria-hidden className="mx-auto mt-8 h-1.5 w-full max-w-sm overflow-hidden rounded-full bg-raised">
        <div className="h-full rounded-full bg-accent" style={{ width: `${stage.share * 100}%` }} />
      </div>
    </div>
  );
}

type RiseProps = Pick<Props, "table" | "bet" | "isLive" | "isStopped"> & {
  readonly stage: Extract<CrashStage, { kind: "running" | "crashed" }>;
};

function Rise({ table, stage, bet, isLive, isStopped }: RiseProps) {
  const t = useTranslations("crash.field");
  const hasCrashed = stage.kind === "crashed";
  const isHeard = hasCrashed || (isLive && stage.isHeard);
  const standing = bet && betStanding(bet, table.round, hasCrashed ? stage.hundredths : stage.toldHundredths);
  const out = standing?.kind === "out" ? standing.hundredths : null;
  return (
    <>
      <CrashCurve
        elapsedMs={stage.elapsedMs}
        hasCrashed={hasCrashed}
        outAtMs={out === null ? null : reachedAtMs(out)}
      />
      <div className="relative -mt-16 text-center motion-reduce:mt-0 lg:-mt-28">
        <p
          className={classNames(
            "figures text-6xl font-semibold tracking-tight text-halo sm:text-8xl",
            hasCrashed && "text-negative",
            !isHeard && "text-ink-faint",
          )}
        >
          {hundredthsText(stage.hundredths)}×
        </p>
        <p className="figures mx-auto mt-3 min-h-6 w-fit rounded-md bg-surface/75 px-2 text-ink-soft empty:invisible">
          {hasCrashed ? t("crashed") : out !== null && t("out", { multiplier: hundredthsText(out) })}
          {hasCrashed && (isStopped || !table.isOpen) && ` · ${t(isStopped ? "noNext" : "closedNext")}`}
        </p>
        {!isHeard && (
          <p
            role="status"
            className="mx-auto w-fit max-w-md rounded-md bg-surface/75 px-2 text-warning text-balance"
          >
            <Silence bet={out === null ? bet : undefined} />
          </p>
        )}
      </div>
    </>
  );
}

/** What still holds while nothing is heard: nothing is said of the round's end that the house has not told. */
function Silence({ bet }: Pick<Props, "bet">) {
  const t = useTranslations("crash.field");
  if (bet === undefined || bet.cashedOutHundredths !== null) return t("silent");
  const { autoCashOutHundredths: auto } = bet;
  return auto === null ? t("silentByHand") : t("silentAuto", { multiplier: hundredthsText(auto) });
}
