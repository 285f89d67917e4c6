import type { Metadata } from "next";
import { InvitationsScreen } from "@/features/agents/invitations/InvitationsScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.agents.meta.invitations };

export default function InvitationsPage() {
  return <InvitationsScreen />;
}
