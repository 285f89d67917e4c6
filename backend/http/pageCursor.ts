import type { z } from "zod";
import { FairhouseError } from "#domain/errors.ts";

/** The position is none that a list gave out. */
export class CursorInvalid extends FairhouseError {
  readonly code = "CURSOR_INVALID";

  constructor() {
    super("The cursor is not one that this list answered: start without one.");
  }
}

/** A position in a list as text that clients hand back and do not look into. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** @throws CursorInvalid */
export function decodeCursor<Position extends z.ZodType>(
  schema: Position,
  cursor: string,
): z.output<Position> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new CursorInvalid();
  }
}
