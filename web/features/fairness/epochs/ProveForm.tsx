"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { EpochView } from "#domain/api/epochs.ts";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { EpochField } from "@/features/fairness/epochs/EpochField";
import { rulesHashQuery } from "@/features/fairness/epochs/epochQueries";
import { type ProofSubject, subjectHash } from "@/features/fairness/epochs/proofSubject";
import { type ProofWish, readCommitment } from "@/features/fairness/epochs/proofWish";
import { SubjectField } from "@/features/fairness/epochs/SubjectField";
import { useApp } from "@/lib/app/AppContext";
import { useSeeds } from "@/lib/fairness/seedsQuery";

type Props = {
  readonly prefilled: ProofWish;
  readonly epochs: readonly EpochView[];
  readonly onAsk: (wish: ProofWish) => void;
};

/** What is to be proven, and in which epoch. */
export function ProveForm({ prefilled, epochs, onAsk }: Props) {
  const t = useTranslations("fairness.epochs.prove");
  const { api } = useApp();
  const seeds = useSeeds().data;
  const [subject, setSubject] = useState<ProofSubject>({ kind: "typed", text: prefilled.commitment });
  const [epochId, setEpochId] = useState("");
  const [isTried, setIsTried] = useState(false);
  const rules = useQuery(rulesHashQuery(api, subject.kind === "rules" ? subject.game : null));
  // Never put into the field when it comes: what was chosen, or typed, since then stays.
  const text = subjectHash(subject, { seeds, rulesHash: rules.data });
  const commitment = readCommitment(text);
  const at = commitment === prefilled.commitment ? prefilled.at : null;

  function choose(chosen: Exclude<ProofSubject, { kind: "typed" }> | null): void {
    setIsTried(false);
    setSubject(chosen ?? { kind: "typed", text });
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
        <SubjectField subject={subject} error={rules.error?.message} onChoose={choose} />
        <EpochField epochs={epochs} epochId={epochId} isBounded={at !== null} onChoose={setEpochId} />
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
