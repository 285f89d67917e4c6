"use client";

import { useTranslations } from "next-intl";
import type { EpochView } from "#domain/api/epochs.ts";
import { Field } from "@/components/Field";
import { Select } from "@/components/Select";

type Props = {
  readonly epochs: readonly EpochView[];
  /** Empty: whichever the house finds first. */
  readonly epochId: string;
  /** A moment is given that the epoch must lie before. */
  readonly isBounded: boolean;
  readonly onChoose: (epochId: string) => void;
};

/** In which epoch something is to be proven. */
export function EpochField({ epochs, epochId, isBounded, onChoose }: Props) {
  const t = useTranslations("fairness.epochs.prove");
  return (
    <Field label={t("epoch")}>
      {(control) => (
        <Select {...control} value={epochId} onChange={({ target }) => onChoose(target.value)}>
          <option value="">{t(isBounded ? "epochBefore" : "anyEpoch")}</option>
          {epochs.map(({ id, epoch }) => (
            <option key={id} value={id}>
              {t("oneEpoch", { epoch })}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
