import type { Metadata } from "next";
import { FairnessScreen } from "@/features/fairness/FairnessScreen";
import { verifierInputFrom } from "@/features/fairness/verifierInput";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.fairness };

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function FairnessPage({ searchParams }: Props) {
  return <FairnessScreen prefilled={verifierInputFrom(await searchParams)} />;
}
