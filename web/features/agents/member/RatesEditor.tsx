"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { RatesExceedCeiling, RatesExceedEdge } from "#domain/agents/ceiling.ts";
import type { Rates } from "#domain/agents/rates.ts";
import { type PlaceView, placeView } from "#domain/api/agents.ts";
import { Button } from "@/components/Button";
import { Notice } from "@/components/Notice";
import { agentKeys } from "@/features/agents/agentQueries";
import { PathView } from "@/features/agents/member/PathView";
import { PercentField } from "@/features/agents/member/PercentField";
import { pathShares, ratesRefusal, withRates } from "@/features/agents/member/pathShares";
import { useApp } from "@/lib/app/AppContext";
import { percentText, readPercent, typedPercent } from "@/lib/format/percent";
import { notify } from "@/lib/ui/notify";

type Props = {
  readonly place: PlaceView;
  readonly rates: Rates;
  readonly addresses: ReadonlyMap<string, string>;
};

/** Types rates, and sees before sending what they leave to the house, or why the house would refuse them. */
export function RatesEditor({ place, rates, addresses }: Props) {
  const t = useTranslations("agents.rates");
  const [share, setShare] = useState(() => typedPercent(rates.revenueShareBps));
  const [turnover, setTurnover] = useState(() => typedPercent(rates.turnoverBps));
  const save = useSetRates(place.id);
  const shareBps = readPercent(share);
  const turnoverBps = readPercent(turnover);
  const typed: Rates | null =
    shareBps === null || turnoverBps === null ? null : { revenueShareBps: shareBps, turnoverBps };
  const refusal = typed === null ? null : ratesRefusal(place, typed);
  const isChanged =
    typed !== null &&
    (typed.revenueShareBps !== rates.revenueShareBps || typed.turnoverBps !== rates.turnoverBps);
  const { tightestPath, smallestEdgeBps, id } = place;
  const shown = pathShares(withRates(tightestPath.agents, id, typed ?? rates), smallestEdgeBps);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (typed !== null && isChanged && refusal === null) save.mutate(typed);
  }

  function edit(set: (text: string) => void): (text: string) => void {
    return (text) => {
      set(text);
      save.reset();
    };
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <PercentField
          label={t("revenueShare")}
          unit={t("unitEdge")}
          value={share}
          onChange={edit(setShare)}
          isInvalid={shareBps === null}
        />
        <PercentField
          label={t("turnover")}
          unit={t("unitStake")}
          value={turnover}
          onChange={edit(setTurnover)}
          isInvalid={turnoverBps === null}
        />
      </div>
      <PathView
        path={shown}
        memberId={id}
        addresses={addresses}
        ceilingBps={tightestPath.ceilingBps}
        smallestEdgeBps={smallestEdgeBps}
      />
      {refusal !== null && <Refusal refusal={refusal} />}
      {save.error !== null && <Notice tone="negative">{save.error.message}</Notice>}
      <Button
        type="submit"
        variant="primary"
        className="w-full sm:w-auto"
        disabled={!isChanged || refusal !== null}
        isBusy={save.isPending}
      >
        {t("save")}
      </Button>
    </form>
  );
}

function useSetRates(id: string) {
  const t = useTranslations("agents.rates");
  const { api } = useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Rates) =>
      api.request({ method: "POST", path: `/agents/${id}/rates`, body, schema: placeView }),
    onSuccess: () => {
      notify("success", t("saved"));
      return client.invalidateQueries({ queryKey: agentKeys.all });
    },
  });
}

/** The refusal in figures that people read: what it would come to, what may be, and what would fit. */
function Refusal({ refusal }: { readonly refusal: RatesExceedCeiling | RatesExceedEdge }) {
  const t = useTranslations("agents.rates.refusal");
  const {
    sumBps,
    ceilingBps,
    smallestEdgeBps,
    mostRevenueShareBps: share,
    mostTurnoverBps: rebate,
  } = refusal;
  return (
    <Notice tone="negative">
      <p>
        {t("reason", {
          sum: percentText(sumBps),
          ceiling: percentText(ceilingBps),
          edge: percentText(smallestEdgeBps),
        })}
      </p>
      {share !== null && <p>{t("mostShare", { most: percentText(share) })}</p>}
      {rebate !== null && <p>{t("mostTurnover", { most: percentText(rebate) })}</p>}
      {share === null && rebate === null && <p>{t("nothingLeft")}</p>}
    </Notice>
  );
}
