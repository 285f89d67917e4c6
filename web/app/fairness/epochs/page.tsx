import type { Metadata } from "next";
import { EpochsScreen } from "@/features/fairness/epochs/EpochsScreen";
import { proofWishFrom } from "@/features/fairness/epochs/proofWish";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.epochs };

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function EpochsPage({ searchParams }: Props) {
  return <EpochsScreen prefilled={proofWishFrom(await searchParams)} />;
}
