import type { Metadata } from "next";
import { TransparencyScreen } from "@/features/transparency/TransparencyScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.transparency };

export default function TransparencyPage() {
  return <TransparencyScreen />;
}
