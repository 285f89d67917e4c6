import { useTranslations } from "next-intl";
import { figureInUnits, type TableFigure } from "@/features/admin/games/tableFigures";

/** What a table's figures are called, and how they are told with their units. */
export function useFigureWords() {
  const t = useTranslations("admin.games.figures");
  return {
    nameOf: (figure: TableFigure) => t(`name.${figure}`),
    told: (figure: TableFigure, value: number) =>
      t(`told.${figure}`, { value: figureInUnits(figure, value) }),
    unitOf: (figure: TableFigure) => t(`unit.${figure}`),
  };
}
