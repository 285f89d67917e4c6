"use client";

import { useTranslations } from "next-intl";
import { blackjack } from "#domain/games/blackjack/blackjack.ts";
import { Button } from "@/components/Button";
import { BlackjackHands } from "@/features/games/blackjack/BlackjackHands";
import { blackjackTable } from "@/features/games/blackjack/blackjackView";
import { RoundScreen } from "@/features/games/rounds/RoundScreen";

const MOVES = ["hit", "stand", "double", "split"] as const;
const INSURANCE = ["insure", "decline"] as const;

export function BlackjackScreen() {
  const t = useTranslations("games.blackjack");
  return (
    <RoundScreen
      rules={blackjack}
      params={{}}
      controls={<p className="text-sm text-ink-soft">{t("rules")}</p>}
      canvas={(table) => <BlackjackHands {...table} />}
      actions={({ round, isBusy, act }) => {
        const table = blackjackTable(round);
        const isAsked = table?.insurance === "offered";
        return (
          <>
            {isAsked && <p className="text-sm text-ink-soft">{t("insurance")}</p>}
            <div className="grid grid-cols-2 gap-2">
              {(isAsked ? INSURANCE : MOVES).map((action) => (
                <Button
                  key={action}
                  size="lg"
                  variant={action === "hit" || action === "decline" ? "primary" : "secondary"}
                  disabled={isBusy || !table?.actions.includes(action)}
                  onClick={() => act({ action })}
                >
                  {t(`move.${action}`)}
                </Button>
              ))}
            </div>
          </>
        );
      }}
    />
  );
}
