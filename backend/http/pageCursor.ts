import { z } from "zod";
import { bigintText } from "#domain/api/primitives.ts";
import { FairhouseError } from "#domain/errors.ts";

/** The position is none that a list gave out. */
export class CursorInvalid extends FairhouseError {
  readonly code = "CURSOR_INVALID";

  constructor() {
    super("The cursor is not one that this list answered: start without one.");
  }
}

/** A row's number in a cursor. */
export const cursorNumber = bigintText;

/** A number in a cursor that an INTEGER column can hold. */
export const cursorInteger = z.int32().nonnegative();

/** A row's exact time in a cursor, as the database writes it: to the microsecond, from 1970 to 9999. */
export const cursorTime = z.iso.datetime({ precision: 6 }).refine((text) => text >= "1970");

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
