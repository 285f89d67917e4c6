"use client";

import { useTranslations } from "next-intl";
import type { BetRequest } from "#domain/api/casino.ts";
import { Button, ButtonLink } from "@/components/Button";
import { Notice } from "@/components/Notice";
import type { BetPhase } from "@/features/games/useBetting";

type Props = { readonly phase: BetPhase; readonly onAskAgain: (request: BetRequest) => void };

/** Why the last bet was refused, or what to do about one that was not answered. */
export function BetFailure({ phase, onAskAgain }: Props) {
  const t = useTranslations("games.failure");
  if (phase.kind === "refused")
    return (
      <Notice tone="negative">
        <p>{phase.text}</p>
        {phase.code === "SEED_EXHAUSTED" && (
          <ButtonLink href="/fairness" size="sm">
            {t("rotate")}
          </ButtonLink>
        )}
      </Notice>
    );
  if (phase.kind !== "unanswered") return null;
  return (
    <Notice tone="warning">
      <p>{t("unanswered")}</p>
      <Button size="sm" onClick={() => onAskAgain(phase.request)}>
        {t("askAgain")}
      </Button>
    </Notice>
  );
}
