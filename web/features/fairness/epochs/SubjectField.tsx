"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/Field";
import { Select } from "@/components/Select";
import type { ProofSubject } from "@/features/fairness/epochs/proofSubject";
import { useSeeds } from "@/lib/fairness/seedsQuery";
import { useHouse } from "@/lib/house/houseQuery";

type Props = {
  readonly subject: ProofSubject;
  readonly error: string | undefined;
  /** Null for a hash of one's own. */
  readonly onChoose: (subject: Exclude<ProofSubject, { kind: "typed" }> | null) => void;
};

/** The option for a hash of one's own. */
const TYPED = "";

/** What is to be proven, by name. */
export function SubjectField({ subject, error, onChoose }: Props) {
  const t = useTranslations("fairness.epochs.prove");
  const { house } = useHouse();
  const hasSeeds = useSeeds().data !== undefined;

  function choose(option: string): void {
    if (option === TYPED) onChoose(null);
    else if (option === "activeSeed" || option === "nextSeed") onChoose({ kind: option });
    else onChoose({ kind: "rules", game: option });
  }

  return (
    <Field label={t("subject")} error={error}>
      {(control) => (
        <Select {...control} value={optionOf(subject)} onChange={({ target }) => choose(target.value)}>
          <option value={TYPED}>{t("anyHash")}</option>
          {hasSeeds && (
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
  );
}

function optionOf(subject: ProofSubject): string {
  if (subject.kind === "typed") return TYPED;
  return subject.kind === "rules" ? subject.game : subject.kind;
}
