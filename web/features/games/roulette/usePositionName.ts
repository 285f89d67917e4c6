import { useTranslations } from "next-intl";
import type { Position } from "#domain/games/roulette/positions.ts";

/** What a position is called by those who play: "Split 8, 11", "Red", "First dozen". */
export function usePositionName() {
  const t = useTranslations("games.roulette.position");
  return ({ id, kind, pockets }: Position): string => {
    const [first = 0] = pockets;
    switch (kind) {
      case "dozen":
        return t("dozen", { place: Math.ceil(first / 12), from: first, to: first + 11 });
      case "column":
        return t("column", { place: first });
      case "even":
        return t(`even.${evenChance(id)}`);
      default:
        return t(kind, { numbers: pockets.join(", ") });
    }
  };
}

const EVEN_CHANCES = ["red", "black", "even", "odd", "low", "high"] as const;

function evenChance(id: string): (typeof EVEN_CHANCES)[number] {
  return EVEN_CHANCES.find((chance) => chance === id) ?? "red";
}
