import type { Metadata } from "next";
import { DiceScreen } from "@/features/games/dice/DiceScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.dice };

export default function DicePage() {
  return <DiceScreen />;
}
