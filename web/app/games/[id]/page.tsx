import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { games } from "#domain/games/registry.ts";
import { PlainScreen } from "@/features/games/plain/PlainScreen";

type Props = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const game = games.get((await params).id);
  return game?.kind === "instant" ? { title: game.name } : {};
}

/** A game without a page of its own, by its published parameters. */
export default async function GamePage({ params }: Props) {
  const { id } = await params;
  if (games.get(id)?.kind !== "instant") notFound();
  return <PlainScreen id={id} />;
}
