import type { Metadata } from "next";
import { BooksScreen } from "@/features/admin/BooksScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.adminBooks };

export default function AdminBooksPage() {
  return <BooksScreen />;
}
