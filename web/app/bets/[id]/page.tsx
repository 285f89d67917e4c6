import type { Metadata } from "next";
import { BetScreen } from "@/features/bets/BetScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.bet };

export default async function BetPage({ params }: { readonly params: Promise<{ id: string }> }) {
  return <BetScreen id={(await params).id} />;
}
