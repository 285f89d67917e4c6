"use client";

import { useTranslations } from "next-intl";
import { pathShade } from "@/features/agents/member/pathShade";
import type { PathShare, PathShares } from "@/features/agents/member/pathShares";
import { RatesText } from "@/features/agents/RatesText";
import { classNames } from "@/lib/classNames";
import { percentText } from "@/lib/format/percent";
import { shortened } from "@/lib/format/shortened";

type Props = {
  readonly path: PathShares;
  readonly memberId: string;
  readonly isOver: boolean;
  readonly addresses: ReadonlyMap<string, string>;
};

/** The same in figures, from the top down. */
export function PathTable({ path: { shares, houseBps }, memberId, isOver, addresses }: Props) {
  const t = useTranslations("agents.path");
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{t("caption")}</caption>
      <thead>
        <tr className="border-b text-left text-ink-faint">
          <th scope="col" className="py-2 font-normal">
            {t("who")}
          </th>
          <th scope="col" className="py-2 font-normal">
            {t("rates")}
          </th>
          <th scope="col" className="py-2 text-right font-normal">
            {t("weight")}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y">
        {shares.map((share, index) => (
          <ShareRow
            key={share.agent.id ?? "above"}
            share={share}
            index={index}
            isMember={share.agent.id === memberId}
            isOver={isOver}
            address={addresses.get(share.agent.id ?? "")}
          />
        ))}
        <tr className="font-medium">
          <td className="py-2" colSpan={2}>
            <Swatch look="bg-sunken ring-1 ring-border" />
            {t("house")}
          </td>
          <td className="figures py-2 text-right">{percentText(houseBps)}</td>
        </tr>
      </tbody>
    </table>
  );
}

type ShareRowProps = {
  readonly share: PathShare;
  readonly index: number;
  readonly isMember: boolean;
  readonly isOver: boolean;
  readonly address: string | undefined;
};

function ShareRow({ share: { agent, weightBps }, index, isMember, isOver, address }: ShareRowProps) {
  const t = useTranslations("agents");
  const { id, level, rates } = agent;
  return (
    <tr className={isMember ? "text-ink" : "text-ink-soft"}>
      <td className="py-2 pr-3">
        <Swatch look={pathShade({ index, isMember, isOver })} />
        {id === null || level === null ? (
          t("path.above")
        ) : (
          <span className={isMember ? "font-medium" : undefined}>
            {t(`level.${level}`)}{" "}
            {isMember ? (
              t("path.this")
            ) : (
              <span className="font-mono text-[0.8125rem]">{shortened(address ?? id)}</span>
            )}
          </span>
        )}
      </td>
      <td className="py-2 pr-3">
        <RatesText rates={rates} />
      </td>
      <td className="figures py-2 text-right">{percentText(weightBps)}</td>
    </tr>
  );
}

function Swatch({ look }: { readonly look: string | undefined }) {
  return <span aria-hidden className={classNames("mr-2 inline-block size-2.5 rounded-sm", look)} />;
}
