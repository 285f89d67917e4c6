import type { Metadata } from "next";
import { LimboScreen } from "@/features/games/limbo/LimboScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.limbo };

export default function LimboPage() {
  return <LimboScreen />;
}
