"use client";

import { useTranslations } from "next-intl";
import { blackjack } from "#domain/games/blackjack/blackjack.ts";
import { Button } from "@/components/Button";
import { BlackjackHands } from "@/features/games/blackjack/BlackjackHands";
import { blackjackTable, totalText } from "@/features/games/blackjack/blackjackView";
import { offeredKeys } from "@/features/games/rounds/offeredKeys";
import { RoundScreen } from "@/features/games/rounds/RoundScreen";

const MOVES = ["hit", "stand", "double", "split"] as const;
const INSURANCE = ["insure", "decline"] as const;
const KEYS = { h: "hit", s: "stand", d: "double", p: "split", i: "insure", n: "decline" };

export function BlackjackScreen() {
  const t = useTranslations("games.blackjack");
  return (
    <RoundScreen
      rules={blackjack}
      params={{}}
      controls={<p className="text-sm text-ink-soft">{t("rules")}</p>}
      canvas={(table) => <BlackjackHands {...table} />}
      standing={(round) => {
        const table = blackjackTable(round);
        const hand = table?.hands[table.active ?? 0];
        if (!table || hand === undefined) return null;
        return t("standing", { hand: totalText(hand), dealer: totalText(table.dealer) });
      }}
      hotkeys={({ round, act }) => ({
        hint: t("hotkeys"),
        keys: offeredKeys(KEYS, blackjackTable(round)?.actions, (action) => act({ action })),
      })}
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
