import type { Metadata } from "next";
import { StatementScreen } from "@/features/agents/statement/StatementScreen";
import { readSearch } from "@/features/agents/statement/statementSearch";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.agents.meta.statement };

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function StatementPage({ searchParams }: Props) {
  return <StatementScreen initial={readSearch(await searchParams)} />;
}
