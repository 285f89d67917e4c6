import type { Metadata } from "next";
import { SuspenseScreen } from "@/features/admin/SuspenseScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.adminSuspense };

export default function AdminSuspensePage() {
  return <SuspenseScreen />;
}
