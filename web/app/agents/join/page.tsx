import type { Metadata } from "next";
import { JoinScreen } from "@/features/agents/join/JoinScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.agents.meta.join };

type Props = { readonly searchParams: Promise<{ readonly code?: string | string[] }> };

export default async function JoinPage({ searchParams }: Props) {
  const { code } = await searchParams;
  return <JoinScreen code={typeof code === "string" ? code : ""} />;
}
