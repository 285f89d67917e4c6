import type { Metadata } from "next";
import { GovernanceScreen } from "@/features/governance/GovernanceScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.governance };

export default function GovernancePage() {
  return <GovernanceScreen />;
}
