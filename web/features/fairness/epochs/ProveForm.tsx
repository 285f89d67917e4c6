"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { EpochView } from "#domain/api/epochs.ts";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Select } from "@/components/Select";
import { rulesHashQuery } from "@/features/fairness/epochs/epochQueries";
import { type ProofSubject, subjectHash } from "@/features/fairness/epochs/proofSubject";
import { type ProofWish, readCommitment } from "@/features/fairness/epochs/proofWish";
import { useApp } from "@/lib/app/AppContext";
import { useSeeds } from "@/lib/fairness/seedsQuery";
import { useHouse } from "@/lib/house/houseQuery";

type Props = {
  readonly prefilled: ProofWish;
  readonly epochs: readonly EpochView[];
  readonly onAsk: (wish: ProofWish) => void;
};

/** The option for a hash of one's own. */
const TYPED = "";

/** What is to be proven, and in which epoch. */
export function ProveForm({ prefilled, epochs, onAsk }: Props) {
  const t = useTranslations("fairness.epochs.prove");
  const { api } = useApp();
  const { house } = useHouse();
  const seeds = useSeeds().data;
  const [subject, setSubject] = useState<ProofSubject>({ kind: "typed", text: prefilled.commitment });
  const [epochId, setEpochId] = useState("");
  const [isTried, setIsTried] = useState(false);
  const rules = useQuery(rulesHashQuery(api, subject.kind === "rules" ? subject.game : null));
  // Never put into the field when it comes: what was chosen, or typed, since then stays.
  const text = subjectHash(subject, { seeds, rulesHash: rules.data });
  const commitment = readCommitment(text);
  const at = commitment === prefilled.commitment ? prefilled.at : null;

  function choose(next: string): void {
    setIsTried(false);
    if (next === TYPED) setSubject({ kind: "typed", text });
    else if (next === "activeSeed" || next === "nextSeed") setSubject({ kind: next });
    else setSubject({ kind: "rules", game: next });
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    setIsTried(true);
    if (commitment === null) return;
    onAsk({ commitment, epochId: epochId === "" ? null : epochId, at });
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("subject")} error={rules.error?.message}>
          {(control) => (
            <Select
              {...control}
              value={chosenOption(subject)}
              onChange={({ target }) => choose(target.value)}
            >
              <option value={TYPED}>{t("anyHash")}</option>
              {seeds !== undefined && (
                <>
                  <option value="activeSeed">{t("activeSeed")}</option>
                  <option value="nextSeed">{t("nextSeed")}</option>
                </>
              )}
              {house?.games.map(({ id, name }) => (
                <option key={id} value={id}>
                  {t("rules", { game: name })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t("epoch")}>
          {(control) => (
            <Select {...control} value={epochId} onChange={({ target }) => setEpochId(target.value)}>
              <option value="">{t(at === null ? "anyEpoch" : "epochBefore")}</option>
              {epochs.map(({ id, epoch }) => (
                <option key={id} value={id}>
                  {t("oneEpoch", { epoch })}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field
        label={t("hash")}
        hint={t("hashHint")}
        error={isTried && commitment === null ? t("hashInvalid") : null}
      >
        {(control) => (
          <Input
            {...control}
            isMono
            value={text}
            onChange={({ target }) => setSubject({ kind: "typed", text: target.value })}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" className="w-full" isBusy={rules.isLoading}>
        {t("ask")}
      </Button>
    </form>
  );
}

function chosenOption(subject: ProofSubject): string {
  if (subject.kind === "typed") return TYPED;
  return subject.kind === "rules" ? subject.game : subject.kind;
}
