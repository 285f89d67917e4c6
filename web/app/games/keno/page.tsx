import type { Metadata } from "next";
import { KenoScreen } from "@/features/games/keno/KenoScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.keno };

export default function KenoPage() {
  return <KenoScreen />;
}
