import { type FileHandle, open } from "node:fs/promises";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FairhouseError, InvariantError } from "#domain/errors.ts";
import { verifyOutcome } from "#domain/games/verifyOutcome.ts";
import { verifyWholeRound } from "#scripts/verify/wholeRound.ts";

/** Longer than any request with sensible seeds; a longer line is answered with an error. */
const MAX_LINE_CHARACTERS = 16_384;

/** Answers each line of the file in order, reading no faster than the output takes. @throws FileUnreadable */
export async function verifyFile(path: string, output: Writable): Promise<void> {
  const file = await openFile(path);
  await pipeline(answers(path, file), output, { end: false });
}

/** The answer to one line of a batch. */
export function answerLine(line: string): string {
  try {
    const request = readRequest(line);
    return JSON.stringify("actions" in request ? verifyWholeRound(request) : verifyOutcome(request));
  } catch (error) {
    if (!(error instanceof FairhouseError) || error instanceof InvariantError) throw error;
    return JSON.stringify({ error: error.message });
  }
}

async function* answers(path: string, file: FileHandle): AsyncGenerator<string> {
  try {
    for await (const line of file.readLines()) yield `${answerLine(line)}\n`;
  } catch (error) {
    throw isSystemError(error) ? new FileUnreadable(path, error) : error;
  } finally {
    await file.close();
  }
}

function readRequest(line: string): object {
  if (line.length > MAX_LINE_CHARACTERS)
    throw new LineInvalid(`is longer than ${MAX_LINE_CHARACTERS} characters`);
  const request = readJson(line);
  if (typeof request === "object" && request !== null && !Array.isArray(request)) return request;
  throw new LineInvalid("is not a JSON object");
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new LineInvalid("is not JSON");
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw new FileUnreadable(path, error);
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** A line of a batch is no request. */
export class LineInvalid extends FairhouseError {
  readonly code = "LINE_INVALID";

  constructor(reason: string) {
    super(`The line ${reason}.`);
  }
}

/** The batch file cannot be read. */
export class FileUnreadable extends FairhouseError {
  readonly code = "FILE_UNREADABLE";

  constructor(path: string, cause: unknown) {
    super(`The file ${path} cannot be read.`, { cause });
  }
}
