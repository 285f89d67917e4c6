import type { Metadata } from "next";
import { RouletteScreen } from "@/features/games/roulette/RouletteScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.roulette };

export default function RoulettePage() {
  return <RouletteScreen />;
}
