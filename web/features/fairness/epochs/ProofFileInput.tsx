"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";

type Props = {
  /** Of the file at hand; null before there is one. */
  readonly name: string | null;
  readonly onChoose: (file: File) => void;
};

/** Takes a proof file from the disk. */
export function ProofFileInput({ name, onChoose }: Props) {
  const t = useTranslations("fairness.epochs.prove");
  const id = useId();
  return (
    <label
      htmlFor={id}
      className="flex cursor-pointer items-center gap-4 rounded-control border border-control border-dashed bg-sunken p-4 transition-colors hover:bg-raised has-focus-visible:outline-2 has-focus-visible:outline-accent"
    >
      <FileUp aria-hidden className="size-6 shrink-0 text-accent" />
      <span className="min-w-0 text-sm">
        <span className="block truncate font-medium">{name ?? t("choose")}</span>
        <span className="block text-ink-soft">{t(name === null ? "chooseHint" : "another")}</span>
      </span>
      <input
        id={id}
        type="file"
        accept="application/json,.json"
        className="sr-only"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen !== undefined) onChoose(chosen);
          // The same file, mended, may be chosen again.
          event.target.value = "";
        }}
      />
    </label>
  );
}
