"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { GameInForceView } from "#domain/api/gameVersions.ts";
import { AddressLink } from "@/components/AddressLink";
import { Button } from "@/components/Button";
import { CopyText } from "@/components/CopyText";
import { Timestamp } from "@/components/Timestamp";
import { percentText } from "@/lib/format/percent";

type Props = {
  readonly game: GameInForceView;
  /** Null for those who may not. */
  readonly onChange: (() => void) | null;
};

/** One game: its edge, and the version that bets are decided by. */
export function GameRow({ game: { name, edgeBps, bounds, version }, onChange }: Props) {
  const t = useTranslations("admin.games.inForce");
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-2 px-5 py-4 text-sm md:grid-cols-[12rem_minmax(0,1fr)_auto]">
      <p className="flex items-baseline justify-between gap-4">
        <span className="font-medium">{name}</span>
        <span className="figures text-base font-medium">{percentText(edgeBps)}</span>
      </p>
      <div className="order-last col-span-2 min-w-0 text-ink-faint md:order-none md:col-span-1">
        {version === null ? t("noVersion") : <Version version={version} />}
      </div>
      {bounds.minBps === bounds.maxBps ? (
        <p className="text-ink-faint">{t("fixed")}</p>
      ) : (
        onChange !== null && (
          <Button size="sm" aria-label={t("changeOf", { game: name })} onClick={onChange}>
            {t("change")}
          </Button>
        )
      )}
    </li>
  );
}

function Version({ version }: { readonly version: NonNullable<GameInForceView["version"]> }) {
  const t = useTranslations("admin.games.inForce");
  const { number, hash, inForceSince, setBy, anchoredIn } = version;
  return (
    <div className="space-y-1">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="figures">{t("version", { number })}</span>
        <span className="inline-flex items-center gap-1.5">
          {t("since")} <Timestamp at={inForceSince} />
        </span>
        <span className="inline-flex items-center gap-1.5">
          {t("by")} {setBy === null ? t("release") : <AddressLink address={setBy} />}
        </span>
      </p>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <CopyText text={hash} name={t("hash")} />
        {anchoredIn === null ? (
          <span>{t("notAnchored")}</span>
        ) : (
          <Link
            href={`/fairness/epochs?commitment=${hash}`}
            className="figures rounded-md text-ink-soft hover:text-accent"
          >
            {t("anchored", { epoch: anchoredIn.epoch, block: anchoredIn.blockNumber })}
          </Link>
        )}
      </p>
    </div>
  );
}
