"use client";

import { useLocale } from "next-intl";

/** A moment in the reader's own time zone; the whole of it on hover. */
export function Timestamp({ at }: { readonly at: string }) {
  const locale = useLocale();
  const date = new Date(at);
  const short = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return (
    <time
      dateTime={at}
      title={date.toLocaleString(locale)}
      className="figures whitespace-nowrap text-ink-soft"
    >
      {short.format(date)}
    </time>
  );
}
