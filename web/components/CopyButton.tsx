"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

type Props = {
  readonly text: string;
  /** What is copied, e.g. "address". */
  readonly name: string;
};

const CONFIRMED_FOR_MS = 1_600;

/** Copies a text, and says that it did. */
export function CopyButton({ text, name }: Props) {
  const t = useTranslations("common");
  const [isCopied, setIsCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), CONFIRMED_FOR_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const label = isCopied ? t("copied") : t("copy", { what: name });
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setIsCopied(true))}
      className="-my-1 -mr-1 inline-flex size-6 shrink-0 items-center justify-center rounded-md text-ink-faint hover:bg-raised hover:text-ink"
    >
      {isCopied ? (
        <Check aria-hidden className="size-3.5 text-positive" />
      ) : (
        <Copy aria-hidden className="size-3.5" />
      )}
    </button>
  );
}
