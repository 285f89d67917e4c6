import type { Metadata } from "next";
import { ChangesScreen } from "@/features/agents/changes/ChangesScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.agents.meta.changes };

export default function ChangesPage() {
  return <ChangesScreen />;
}
