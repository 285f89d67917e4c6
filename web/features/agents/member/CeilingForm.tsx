"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import { Button } from "@/components/Button";
import { Notice } from "@/components/Notice";
import { agentKeys } from "@/features/agents/agentQueries";
import { PercentField } from "@/features/agents/member/PercentField";
import { useApp } from "@/lib/app/AppContext";
import { percentText, readPercent, typedPercent } from "@/lib/format/percent";
import { notify } from "@/lib/ui/notify";

type Props = {
  readonly title: string;
  readonly lead: string;
  readonly path: string;
  /** Null: none of its own. */
  readonly ceilingBps: number | null;
  /** What binds meanwhile; left out where there is nothing else that could. */
  readonly effectiveCeilingBps?: number;
};

/** Sets how much of the smallest edge paths may give away, or takes an agent's own limit off again. */
export function CeilingForm({ title, lead, path, ceilingBps, effectiveCeilingBps }: Props) {
  const t = useTranslations("agents.administration");
  const [text, setText] = useState(() => (ceilingBps === null ? "" : typedPercent(ceilingBps)));
  const save = useSetCeiling(path);
  const typedBps = readPercent(text);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (typedBps !== null && typedBps !== ceilingBps) save.mutate(typedBps);
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-3">
      <h3 className="text-sm font-medium">{title}</h3>
      <p className="text-sm text-ink-soft">{lead}</p>
      <PercentField
        label={t("ceilingField")}
        unit={t("ceilingUnit")}
        {...(ceilingBps === null && effectiveCeilingBps !== undefined
          ? { hint: t("ceilingNone", { effective: percentText(effectiveCeilingBps) }) }
          : {})}
        value={text}
        onChange={(typed) => {
          setText(typed);
          save.reset();
        }}
        isInvalid={text !== "" && typedBps === null}
      />
      {save.error !== null && <Notice tone="negative">{save.error.message}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={typedBps === null || typedBps === ceilingBps} isBusy={save.isPending}>
          {t("setCeiling")}
        </Button>
        {effectiveCeilingBps !== undefined && ceilingBps !== null && (
          <Button variant="ghost" disabled={save.isPending} onClick={() => save.mutate(null)}>
            {t("liftCeiling")}
          </Button>
        )}
      </div>
    </form>
  );
}

function useSetCeiling(path: string) {
  const t = useTranslations("agents.administration");
  const { api } = useApp();
  const client = useQueryClient();
  return useMutation({
    // What comes of it is read anew with everything else that it changes.
    mutationFn: (ceilingBps: number | null) =>
      api.request({ method: "PUT", path, body: { ceilingBps }, schema: z.unknown() }),
    onSuccess: () => {
      notify("success", t("ceilingSet"));
      return client.invalidateQueries({ queryKey: agentKeys.all });
    },
  });
}
