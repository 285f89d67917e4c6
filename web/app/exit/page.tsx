import type { Metadata } from "next";
import { ExitScreen } from "@/features/exit/ExitScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.exit };

export default function ExitPage() {
  return <ExitScreen />;
}
