import type { Metadata } from "next";
import { PlinkoScreen } from "@/features/games/plinko/PlinkoScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.plinko };

export default function PlinkoPage() {
  return <PlinkoScreen />;
}
