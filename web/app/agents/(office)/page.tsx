import type { Metadata } from "next";
import { OverviewScreen } from "@/features/agents/overview/OverviewScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.agents.meta.overview };

export default function AgentsPage() {
  return <OverviewScreen />;
}
