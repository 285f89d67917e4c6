"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { useMoment } from "@/lib/format/useMoment";

/** In place of the button that bets, for a player who has shut themselves out: said before it is pressed. */
export function ExcludedButton({ until }: { readonly until: string }) {
  const t = useTranslations("games.button");
  const momentText = useMoment();
  return (
    <div className="space-y-2">
      <Button variant="primary" size="lg" className="w-full" disabled>
        {t("excluded")}
      </Button>
      <p className="text-center text-sm text-ink-soft">
        {t("excludedUntil", { until: momentText(until) })}{" "}
        <Link href="/limits" className="rounded-md font-medium text-accent hover:text-accent-strong">
          {t("limits")}
        </Link>
      </p>
    </div>
  );
}
