import { cardName } from "#domain/games/cards.ts";
import { classNames } from "@/lib/classNames";

const RED_SUITS = ["♦", "♥"];

type Props = {
  /** 0 to 51; null for a card that lies face down. */
  readonly card: number | null;
  /** What is read out for a card that lies face down. */
  readonly hidden: string;
  readonly size?: "md" | "lg";
};

/** A card, by its rank and suit. */
export function PlayingCard({ card, hidden, size = "md" }: Props) {
  const name = card === null ? null : cardName(card);
  const isRed = RED_SUITS.some((suit) => name?.endsWith(suit));
  return (
    <span
      className={classNames(
        "figures inline-flex shrink-0 items-center justify-center rounded-control border font-semibold",
        size === "lg" ? "h-36 w-26 text-4xl" : "h-20 w-14 text-xl",
        name === null ? "bg-raised text-ink-faint" : "animate-rise bg-surface",
        isRed ? "text-negative" : "text-ink",
      )}
    >
      {name ?? <span className="sr-only">{hidden}</span>}
    </span>
  );
}
