import type { Metadata } from "next";
import { BooksScreen } from "@/features/books/BooksScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.books };

export default function BooksPage() {
  return <BooksScreen />;
}
