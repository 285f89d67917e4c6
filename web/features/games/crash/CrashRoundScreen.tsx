"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import type { PublicCrashRound } from "#domain/api/crash.ts";
import { Amount } from "@/components/Amount";
import { Await } from "@/components/Await";
import { Badge } from "@/components/Badge";
import { BlockLink } from "@/components/BlockLink";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { EmptyState } from "@/components/EmptyState";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import { PageHeading } from "@/components/PageHeading";
import { Timestamp } from "@/components/Timestamp";
import { TransactionLink } from "@/components/TransactionLink";
import { ApiProblem } from "@/lib/api/apiErrors";
import { useApp } from "@/lib/app/AppContext";
import { crashRoundQuery } from "@/lib/crash/crashRound";
import { hundredthsText } from "@/lib/format/hundredthsText";
import { useCurrencyOf } from "@/lib/house/houseQuery";

const CrashVerdict = dynamic(() =>
  import("@/features/games/crash/CrashVerdict").then((module) => module.CrashVerdict),
);

/** The id belongs to no round, or cannot be one. */
const UNKNOWN = new Set([400, 404]);
const BPS_PER_PERCENT = 100;

/** Everything of one round, for anybody, and its verification. */
export function CrashRoundScreen({ id }: { readonly id: string }) {
  const t = useTranslations("crash.round");
  const { api } = useApp();
  const query = useQuery(crashRoundQuery(api, id));
  const isUnknown = query.error instanceof ApiProblem && UNKNOWN.has(query.error.problem.status);
  const toTable = <ButtonLink href="/games/crash">{t("toTable")}</ButtonLink>;
  return (
    <div className="space-y-6">
      <PageHeading
        title={query.data === undefined ? t("title") : t("titleOf", { number: query.data.round.number })}
        aside={toTable}
      />
      {isUnknown ? (
        <EmptyState icon={SearchX} title={t("unknown")} text={t("unknownHint")} />
      ) : (
        <Await query={query} lines={8}>
          {(data) => (
            <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
              <RoundFacts {...data} />
              <Card heading={t("verify")}>
                <ChainFacts {...data} />
                <div className="mt-4">
                  {data.round.gameHash === null ? (
                    <Notice>{t("notOver")}</Notice>
                  ) : (
                    <CrashVerdict publicRound={data} />
                  )}
                </div>
              </Card>
            </div>
          )}
        </Await>
      )}
    </div>
  );
}

function RoundFacts({ round }: PublicCrashRound) {
  const t = useTranslations("crash.round");
  const decimals = useCurrencyOf(round.currency)?.decimals ?? null;
  const amount = (minor: string | null) =>
    minor === null ? "–" : <Amount minor={BigInt(minor)} decimals={decimals} currency={round.currency} />;
  const multiplier = (hundredths: number | null) =>
    hundredths === null ? "–" : `${hundredthsText(hundredths)}×`;
  return (
    <Card heading={t("facts")} aside={<Badge>{t(`phase.${round.phase}`)}</Badge>}>
      <Facts
        facts={[
          { name: t("point"), value: multiplier(round.pointHundredths) },
          { name: t("ceiling"), value: multiplier(round.ceilingHundredths) },
          { name: t("edge"), value: `${(round.edgeBps / BPS_PER_PERCENT).toFixed(2)} %` },
          { name: t("bets"), value: round.betCount },
          { name: t("staked"), value: amount(round.staked) },
          { name: t("paid"), value: amount(round.paid) },
          {
            name: t("startedAt"),
            value: round.startedAt === null ? "–" : <Timestamp at={round.startedAt} />,
          },
        ]}
      />
    </Card>
  );
}

function ChainFacts({ round, chain, game }: PublicCrashRound) {
  const t = useTranslations("crash.round");
  const hash = (text: string | null, name: string) =>
    text === null ? (
      <span className="text-ink-faint">{t("hidden")}</span>
    ) : (
      <CopyText text={text} name={name} />
    );
  return (
    <Facts
      facts={[
        { name: t("commitment"), value: hash(round.commitment, t("commitment")) },
        { name: t("gameHash"), value: hash(round.gameHash, t("gameHash")) },
        { name: t("salt"), value: hash(chain.salt, t("salt")) },
        {
          name: t("saltBlock"),
          value: chain.saltBlock === null ? "–" : <BlockLink number={chain.saltBlock} />,
        },
        { name: t("root"), value: hash(chain.root, t("root")) },
        { name: t("anchored"), value: hash(chain.commitment, t("anchored")) },
        { name: t("game"), value: t("gameOf", { game, games: chain.games }) },
        {
          name: t("anchor"),
          value: chain.anchorTx === null ? "–" : <TransactionLink hash={chain.anchorTx} />,
        },
        { name: t("kind"), value: hash(chain.kind, t("kind")) },
      ]}
    />
  );
}
