"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { Notice } from "@/components/Notice";
import type { PlayStep } from "@/features/games/playStep";
import { RefusalText } from "@/features/games/RefusalText";

type Props = {
  readonly step: PlayStep;
  /** What it means that no answer came; unless given, what it means of a bet. */
  readonly unanswered?: string;
  readonly onClose: () => void;
};

/** Wherever the step was taken on the page, what came of it comes into sight. */
function intoView(notice: HTMLElement | null): void {
  notice?.scrollIntoView({ block: "nearest" });
}

/** Why the last step was refused, or what to do about one that was not answered. */
export function BetFailure({ step, unanswered, onClose }: Props) {
  const t = useTranslations("games.failure");
  if (step.kind === "refused") {
    const close = (
      <Button size="sm" variant="ghost" onClick={onClose}>
        {t("close")}
      </Button>
    );
    return (
      <div ref={intoView} className="scroll-my-24">
        <Notice tone="negative" action={close}>
          <RefusalText refusal={step} />
        </Notice>
      </div>
    );
  }
  if (step.kind !== "unanswered") return null;
  return (
    <div ref={intoView} className="scroll-my-24">
      <Notice tone="warning">
        <p>{unanswered ?? t("unanswered")}</p>
        <Button size="sm" onClick={step.again}>
          {t("askAgain")}
        </Button>
      </Notice>
    </div>
  );
}
