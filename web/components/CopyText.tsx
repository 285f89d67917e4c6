"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { classNames } from "@/lib/classNames";
import { shortened } from "@/lib/format/shortened";

type Props = {
  readonly text: string;
  /** What is copied, e.g. "address". */
  readonly name: string;
  /** Whole, breaking over lines; or shortened to its ends. */
  readonly isWhole?: boolean;
};

const CONFIRMED_FOR_MS = 1_600;

/** A hash or an address in mono, with a button that copies all of it. */
export function CopyText({ text, name, isWhole = false }: Props) {
  const t = useTranslations("common");
  const [isCopied, setIsCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), CONFIRMED_FOR_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <span
        title={text}
        className={classNames("font-mono text-[0.8125rem]", isWhole && "text-left break-all")}
      >
        {isWhole ? text : shortened(text)}
      </span>
      <button
        type="button"
        aria-label={isCopied ? t("copied") : t("copy", { what: name })}
        onClick={() => void navigator.clipboard.writeText(text).then(() => setIsCopied(true))}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-ink-faint hover:bg-raised hover:text-ink"
      >
        {isCopied ? (
          <Check aria-hidden className="size-3.5 text-positive" />
        ) : (
          <Copy aria-hidden className="size-3.5" />
        )}
      </button>
    </span>
  );
}
