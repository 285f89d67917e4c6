import type { Metadata } from "next";
import { WalletScreen } from "@/features/wallet/WalletScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.wallet };

export default function WalletPage() {
  return <WalletScreen />;
}
