import { LevelUnfit, type MemberLevel, requireLevelBelow } from "#domain/agents/hierarchy.ts";

type Place = { readonly id: string; readonly parentId: string | null; readonly level: MemberLevel };

/** A move that is thought of. */
type WantedMove = {
  readonly member: Place;
  readonly level: MemberLevel;
  /** Null: the house; undefined: not known (yet). */
  readonly parent: Place | null | undefined;
};

/** Why it cannot be, as far as it can be seen from here; who is below whom only the house knows. */
export type MoveFault = "unknownParent" | "itself" | "unchanged" | "levelUnfit";

export function moveFault({ member, level, parent }: WantedMove): MoveFault | null {
  if (parent === undefined) return "unknownParent";
  if (parent?.id === member.id) return "itself";
  if ((parent?.id ?? null) === member.parentId && level === member.level) return "unchanged";
  try {
    requireLevelBelow(parent?.level ?? "admin", level);
    return null;
  } catch (error) {
    if (error instanceof LevelUnfit) return "levelUnfit";
    throw error;
  }
}
