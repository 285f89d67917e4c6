import { FairhouseError } from "#domain/errors.ts";

/**
 * The five levels of a house, from the top. Level 0 is the house itself, run by its administrators; everybody else is
 * a member at one of the levels below and has exactly one member, or the house, directly above. A level may be left
 * out: a user may play directly under a master.
 */
export const AGENT_LEVELS = ["admin", "super_master", "master", "agent", "user"] as const;

export type AgentLevel = (typeof AGENT_LEVELS)[number];

/** What a member can be. */
export type MemberLevel = Exclude<AgentLevel, "admin">;

/** The path of those who have nobody but the house above them. */
const HOUSE_PATH = "/";

/** A place in the hierarchy. */
export type Position = {
  readonly id: string;
  readonly level: MemberLevel;
  /** The members above from the top down, each followed by a slash: "/<super master>/<master>/". */
  readonly path: string;
};

/** How many levels below the house: 1 … 4. */
export function depthOf(level: AgentLevel): number {
  return AGENT_LEVELS.indexOf(level);
}

/** True for those who may have members below them and earn of their bets. */
export function isAgentLevel(level: AgentLevel): boolean {
  return level !== "user" && level !== "admin";
}

/** The path that everybody directly below has; null stands for the house. */
export function pathBelow(parent: Position | null): string {
  return parent === null ? HOUSE_PATH : `${parent.path}${parent.id}/`;
}

/** The ids on a path, from the top down. */
export function membersOnPath(path: string): string[] {
  return path.split("/").filter((id) => id !== "");
}

/** True when the member is below the other one, at any distance. */
export function isBelow(member: Position, ancestor: Position): boolean {
  return member.path.startsWith(pathBelow(ancestor));
}

/**
 * The range of paths that begin with the given one, compared byte by byte: `from` belongs to it, `to` does not. "0" is
 * the character after "/", so nothing lies between a path's longest continuation and `to`.
 */
export function pathRange(path: string): { readonly from: string; readonly to: string } {
  return { from: path, to: `${path.slice(0, -1)}0` };
}

/** A member that takes a new place, with what is below coming along. */
export type Move = {
  readonly member: Position;
  /** The new place: directly below this member; null for the house. */
  readonly parent: Position | null;
  /** What the member is from now on. */
  readonly level: MemberLevel;
  /** The highest of the levels right below the member; null when nobody is. */
  readonly highestBelow: MemberLevel | null;
};

/**
 * The member's position after the move.
 *
 * @throws HierarchyCycle when the new place is the member itself or below it
 * @throws LevelUnfit when a level would not be below the one above it
 */
export function moveMember({ member, parent, level, highestBelow }: Move): Position {
  if (parent !== null && (parent.id === member.id || isBelow(parent, member))) {
    throw new HierarchyCycle(member.id, parent.id);
  }
  requireLevelBelow(parent?.level ?? "admin", level);
  if (highestBelow !== null) requireLevelBelow(level, highestBelow);
  return { id: member.id, level, path: pathBelow(parent) };
}

/** @throws LevelUnfit unless somebody of the level `below` may be placed right under one of the level `above` */
export function requireLevelBelow(above: AgentLevel, below: MemberLevel): void {
  if (above === "user" || depthOf(below) <= depthOf(above)) throw new LevelUnfit(above, below);
}

/** Nobody can be placed below themselves. */
export class HierarchyCycle extends FairhouseError {
  readonly code = "HIERARCHY_CYCLE";
  readonly memberId: string;
  readonly parentId: string;

  constructor(memberId: string, parentId: string) {
    super(`Member ${memberId} cannot be placed under ${parentId}, who is below: choose another place.`);
    this.memberId = memberId;
    this.parentId = parentId;
  }
}

/** Each member's level is below that of whoever is above. */
export class LevelUnfit extends FairhouseError {
  readonly code = "LEVEL_UNFIT";
  readonly above: AgentLevel;
  readonly below: MemberLevel;

  constructor(above: AgentLevel, below: MemberLevel) {
    super(
      `A member of level "${below}" cannot be placed under one of level "${above}": choose another level.`,
    );
    this.above = above;
    this.below = below;
  }
}
