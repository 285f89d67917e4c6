import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ListedGame } from "@/features/lobby/GameCard";
import { useApp } from "@/lib/app/AppContext";
import { crashTablesQuery } from "@/lib/games/crashTablesQuery";
import { useCurrency } from "@/lib/house/houseQuery";

/** Crash is played at a table of its own, which the list of games does not name. Null where there is none. */
export function useCrashGame(): { readonly game: ListedGame | null; readonly isPending: boolean } {
  const t = useTranslations("crash");
  const currency = useCurrency();
  const { data, isPending } = useQuery(crashTablesQuery(useApp().api));
  const table = data?.tables.find(({ currency: code }) => code === currency?.code);
  const game = table === undefined ? null : { id: "crash", name: t("title"), edgeBps: table.edgeBps };
  return { game, isPending };
}
