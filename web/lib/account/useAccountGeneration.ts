import { useState } from "react";
import { useSession } from "@/lib/session/useSession";

type Seen = { readonly userId: string | null; readonly generation: number };

const NOBODY: Seen = { userId: null, generation: 0 };

/**
 * A number that changes when another account follows one: what a screen holds then belongs to somebody else.
 * Signing in after reading without an account changes nothing, so that what was typed stays.
 */
export function useAccountGeneration(): number {
  const { user } = useSession();
  const [seen, setSeen] = useState(NOBODY);
  if (user === null || user.id === seen.userId) return seen.generation;
  const next = { userId: user.id, generation: seen.generation + (seen.userId === null ? 0 : 1) };
  setSeen(next);
  return next.generation;
}
