"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { EpochView } from "#domain/api/epochs.ts";
import { gameVersionList } from "#domain/api/gameVersions.ts";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Select } from "@/components/Select";
import { type ProofWish, readCommitment } from "@/features/fairness/epochs/proofWish";
import { useApp } from "@/lib/app/AppContext";
import { useSeeds } from "@/lib/fairness/seedsQuery";
import { useHouse } from "@/lib/house/houseQuery";

type Props = {
  readonly prefilled: ProofWish;
  readonly epochs: readonly EpochView[];
  readonly onAsk: (wish: ProofWish) => void;
};

/** What is to be proven, and in which epoch. */
export function ProveForm({ prefilled, epochs, onAsk }: Props) {
  const t = useTranslations("fairness.epochs.prove");
  const { api } = useApp();
  const { house } = useHouse();
  const seeds = useSeeds().data;
  const [text, setText] = useState(prefilled.commitment);
  const [subject, setSubject] = useState("");
  const [epochId, setEpochId] = useState("");
  const [isTried, setIsTried] = useState(false);
  const commitment = readCommitment(text);
  const at = commitment === prefilled.commitment ? prefilled.at : null;

  const rules = useMutation({
    mutationFn: (game: string) =>
      api.request({ path: `/casino/games/${game}/versions`, schema: gameVersionList }),
    onSuccess: ({ items }) => {
      const inForce = items.toSorted((one, other) => other.version - one.version)[0];
      setText(inForce?.hash ?? "");
    },
  });
  function choose(next: string): void {
    setSubject(next);
    setIsTried(false);
    if (next === "active") setText(seeds?.active.commitment ?? "");
    else if (next === "next") setText(seeds?.next.commitment ?? "");
    else if (next !== "") rules.mutate(next);
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
            <Select {...control} value={subject} onChange={({ target }) => choose(target.value)}>
              <option value="">{t("anyHash")}</option>
              {seeds !== undefined && (
                <>
                  <option value="active">{t("activeSeed")}</option>
                  <option value="next">{t("nextSeed")}</option>
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
            onChange={({ target }) => {
              setText(target.value);
              setSubject("");
            }}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" className="w-full" isBusy={rules.isPending}>
        {t("ask")}
      </Button>
    </form>
  );
}
