import type { Metadata } from "next";
import { LimitsScreen } from "@/features/limits/LimitsScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.limits };

export default function LimitsPage() {
  return <LimitsScreen />;
}
