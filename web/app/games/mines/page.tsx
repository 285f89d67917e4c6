import type { Metadata } from "next";
import { MinesScreen } from "@/features/games/mines/MinesScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.mines };

export default function MinesPage() {
  return <MinesScreen />;
}
