import { useLocale } from "next-intl";
import { useMemo } from "react";

/** Writes moments into sentences, in the reader's own time zone: "28 Nov 2026, 13:20". */
export function useMoment(): (at: string | number) => string {
  const locale = useLocale();
  return useMemo(() => {
    const words = new Intl.DateTimeFormat(locale, {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    return (at) => words.format(new Date(at));
  }, [locale]);
}
