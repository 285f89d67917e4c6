import { z } from "zod";
import { membersOnPath } from "#domain/agents/hierarchy.ts";
import { type AgentChangeView, memberLevel, ratesView } from "#domain/api/agents.ts";

const place = z.object({ level: memberLevel, path: z.string() });
const ceiling = z.object({ ceilingBps: z.number().nullable() });

/** A member's place as a change tells it: at which level, and right below whom (null: the house). */
export type ToldPlace = { readonly level: z.output<typeof memberLevel>; readonly parentId: string | null };

/** What a change did, read from the two records it keeps. */
type ChangeFacts =
  | {
      readonly kind: "rates";
      readonly before: z.output<typeof ratesView>;
      readonly after: z.output<typeof ratesView>;
    }
  | { readonly kind: "place"; readonly before: ToldPlace; readonly after: ToldPlace }
  | { readonly kind: "ceiling"; readonly before: number | null; readonly after: number | null }
  | { readonly kind: "unreadable" };

export function changeFacts({
  kind,
  before,
  after,
}: Pick<AgentChangeView, "kind" | "before" | "after">): ChangeFacts {
  switch (kind) {
    case "rates": {
      const read = z.object({ before: ratesView, after: ratesView }).safeParse({ before, after });
      return read.success ? { kind: "rates", ...read.data } : UNREADABLE;
    }
    case "ceiling": {
      const read = z.object({ before: ceiling, after: ceiling }).safeParse({ before, after });
      if (!read.success) return UNREADABLE;
      return { kind: "ceiling", before: read.data.before.ceilingBps, after: read.data.after.ceilingBps };
    }
    case "joined":
    case "moved": {
      const read = z.object({ before: place, after: place }).safeParse({ before, after });
      if (!read.success) return UNREADABLE;
      return { kind: "place", before: toldPlace(read.data.before), after: toldPlace(read.data.after) };
    }
  }
}

const UNREADABLE: ChangeFacts = { kind: "unreadable" };

function toldPlace({ level, path }: z.output<typeof place>): ToldPlace {
  return { level, parentId: membersOnPath(path).at(-1) ?? null };
}
