import type { Metadata } from "next";
import { WheelScreen } from "@/features/games/wheel/WheelScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.wheel };

export default function WheelPage() {
  return <WheelScreen />;
}
