"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/Badge";
import { blackjackTable, totalText } from "@/features/games/blackjack/blackjackView";
import { PlayingCard } from "@/features/games/rounds/PlayingCard";
import type { Table } from "@/features/games/rounds/RoundScreen";
import { classNames } from "@/lib/classNames";

const TONES = { blackjack: "positive", won: "positive", push: "neutral", lost: "negative" } as const;

/** The dealer's cards above, the player's hands below; the hand that is being played is framed. */
export function BlackjackHands({ round }: Table) {
  const t = useTranslations("games.blackjack");
  const table = blackjackTable(round);
  if (table === null) return <p className="text-center text-ink-faint">{t("waiting")}</p>;
  const { dealer, hands, active } = table;
  // While the round is open one of the dealer's cards lies face down.
  const dealt = active === null ? dealer.cards : [...dealer.cards, null];
  return (
    <div className="flex flex-col items-center gap-8">
      <Hand title={t("dealer", { total: totalText(dealer) })} cards={dealt} />
      <div className="flex flex-wrap justify-center gap-6">
        {hands.map((hand, place) => (
          <Hand
            // biome-ignore lint/suspicious/noArrayIndexKey: a hand is its place on the table.
            key={place}
            title={t("hand", { total: totalText(hand), isDoubled: hand.isDoubled ? "yes" : "no" })}
            cards={hand.cards}
            isActive={active === place && hands.length > 1}
          >
            {hand.result !== null && <Badge tone={TONES[hand.result]}>{t(`result.${hand.result}`)}</Badge>}
          </Hand>
        ))}
      </div>
    </div>
  );
}

type HandProps = {
  readonly title: string;
  readonly cards: readonly (number | null)[];
  readonly isActive?: boolean;
  readonly children?: ReactNode;
};

function Hand({ title, cards, isActive = false, children }: HandProps) {
  const t = useTranslations("games.blackjack");
  return (
    <section
      aria-label={title}
      aria-current={isActive || undefined}
      className={classNames(
        "flex flex-col items-center gap-3 rounded-card p-3",
        isActive && "ring-2 ring-accent ring-inset",
      )}
    >
      <h2 className="figures text-sm text-ink-soft">{title}</h2>
      <div className="flex flex-wrap justify-center gap-2">
        {cards.map((card, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cards are dealt one after the other, and none is taken back.
          <PlayingCard key={place} card={card} hidden={t("hidden")} />
        ))}
      </div>
      {children}
    </section>
  );
}
