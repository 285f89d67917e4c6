import type { Metadata } from "next";
import { BlackjackScreen } from "@/features/games/blackjack/BlackjackScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.blackjack };

export default function BlackjackPage() {
  return <BlackjackScreen />;
}
