import type { Metadata } from "next";
import { CrashRoundScreen } from "@/features/games/crash/CrashRoundScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.crashRound };

export default async function CrashRoundPage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <CrashRoundScreen id={(await params).id} />;
}
