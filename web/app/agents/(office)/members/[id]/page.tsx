import type { Metadata } from "next";
import { MemberScreen } from "@/features/agents/member/MemberScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.agents.meta.member };

export default async function MemberPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <MemberScreen key={id} id={id} />;
}
