import { useTranslations } from "next-intl";
import { useHouse } from "@/lib/house/houseQuery";

/** What games are called, by their ids: those of the list, and crash, which is a table that everybody plays at. */
export function useGameNames(): (id: string) => string {
  const crash = useTranslations("crash")("title");
  const games = useHouse().house?.games ?? [];
  const names = new Map([["crash", crash], ...games.map(({ id, name }) => [id, name] as const)]);
  return (id) => names.get(id) ?? id;
}
