import type { Metadata } from "next";
import { GamesScreen } from "@/features/admin/games/GamesScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.adminGames };

export default function AdminGamesPage() {
  return <GamesScreen />;
}
