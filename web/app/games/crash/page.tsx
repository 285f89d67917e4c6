import type { Metadata } from "next";
import { CrashScreen } from "@/features/games/crash/CrashScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.crash };

export default function CrashPage() {
  return <CrashScreen />;
}
