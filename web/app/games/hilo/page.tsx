import type { Metadata } from "next";
import { HiloScreen } from "@/features/games/hilo/HiloScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.hilo };

export default function HiloPage() {
  return <HiloScreen />;
}
