"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { EdgeRefusal } from "@/features/admin/games/EdgeRefusal";
import { type EdgeBounds, type EdgeStep, edgeStep, readEdge } from "@/features/admin/games/edgeInput";
import { useSetEdge } from "@/features/admin/games/gameQueries";
import { percentText, typedPercent } from "@/lib/format/percent";
import { notify } from "@/lib/ui/notify";

/** A game as far as its edge is concerned. */
export type EdgeOwner = {
  readonly id: string;
  readonly name: string;
  /** Of a game that is withheld: what it would have been offered at. */
  readonly edgeBps: number;
  readonly bounds: EdgeBounds;
  readonly isWithheld: boolean;
};

type Props = { readonly game: EdgeOwner; readonly onClose: () => void };

const LONGEST = 6;

/** Sets a game's edge, and says before the button what follows from that. */
export function EdgeDialog({ game, onClose }: Props) {
  const t = useTranslations("admin.games.edge");
  const { id, name, bounds } = game;
  const [text, setText] = useState(typedPercent(game.edgeBps));
  const typed = readEdge(text, bounds);
  const step = typed.kind === "edge" ? edgeStep(typed.edgeBps, game) : null;
  const edge = typed.kind === "edge" ? percentText(typed.edgeBps) : "";
  const set = useSetEdge(() => {
    notify("success", t("done", { game: name, edge }));
    onClose();
  });

  function change(next: string): void {
    setText(next);
    set.reset();
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (typed.kind === "edge" && step !== "same") set.mutate({ game: id, edgeBps: typed.edgeBps });
  }

  const limits = {
    lowest: percentText(bounds.minBps),
    highest: percentText(bounds.maxBps),
    usual: percentText(bounds.defaultBps),
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("title", { game: name })} description={t("description")}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <Field
          label={t("field")}
          hint={t(bounds.minBps === bounds.maxBps ? "fixed" : "bounds", limits)}
          error={typed.kind === "outOfBounds" || typed.kind === "notANumber" ? t(typed.kind, limits) : null}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              maxLength={LONGEST}
              value={text}
              disabled={set.isPending}
              onChange={({ target }) => change(target.value)}
              suffix={<span className="px-1">%</span>}
            />
          )}
        </Field>
        <WhatFollows step={step} game={name} from={percentText(game.edgeBps)} to={edge} />
        {set.error !== null && <EdgeRefusal error={set.error} />}
        <div className="flex gap-2">
          <Button className="grow" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            type="submit"
            variant="primary"
            className="grow"
            disabled={step === null || step === "same"}
            isBusy={set.isPending}
          >
            {step === null || step === "same" ? t("nothing") : t("confirm", { edge })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type FollowsProps = {
  /** Null until there is an edge. */
  readonly step: EdgeStep | null;
  readonly game: string;
  readonly from: string;
  readonly to: string;
};

function WhatFollows({ step, game, from, to }: FollowsProps) {
  const t = useTranslations("admin.games.edge");
  const isChange = step !== null && step !== "same";
  return (
    <div aria-live="polite" className="min-h-44 space-y-2 text-sm text-ink-soft">
      {isChange ? (
        <>
          <p className="font-medium text-ink">{t(`step.${step}`, { game, from, to })}</p>
          <ul className="list-outside list-disc space-y-1.5 pl-4 marker:text-ink-faint">
            {(["atOnce", "before", step === "higher" ? "agentsHigher" : "agents", "seen"] as const).map(
              (line) => (
                <li key={line}>{t(`follows.${line}`)}</li>
              ),
            )}
          </ul>
        </>
      ) : (
        <p>{t("unchanged", { game, from })}</p>
      )}
    </div>
  );
}
