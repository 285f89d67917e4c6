"use client";

import { useLocale } from "next-intl";
import { useEffect, useState } from "react";
import { ageText, LATE_MS } from "@/lib/format/ageText";

const TICK_MS = LATE_MS;

/** How long ago something was, or when it will be, kept up to date; the exact moment on hover. */
export function Age({ at }: { readonly at: Date }) {
  const locale = useLocale();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at.toISOString()} title={at.toLocaleString(locale)} className="figures whitespace-nowrap">
      {ageText(at.getTime() - nowMs, locale)}
    </time>
  );
}
