import type { Metadata } from "next";
import { ProofScreen } from "@/features/proof/ProofScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.proof };

export default function ProofPage() {
  return <ProofScreen />;
}
