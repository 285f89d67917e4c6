import { type FileHandle, open } from "node:fs/promises";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FairhouseError, InvariantError } from "#domain/errors.ts";
import { verifyOutcome } from "#domain/games/verifyOutcome.ts";
import { foreignHashWarning } from "#scripts/verify/foreignHash.ts";
import { isWholeBet, verifyWholeBet } from "#scripts/verify/wholeBet.ts";
import { verifyWholeRound } from "#scripts/verify/wholeRound.ts";

/** Longer than any request with sensible seeds; a longer line is answered with an error. */
const MAX_LINE_CHARACTERS = 16_384;

/** What is said beside the answers, in a sentence. */
type Warn = (text: string) => void;

/** Answers each line of the file in order, reading no faster than the output takes. @throws FileUnreadable */
export async function verifyFile(path: string, output: Writable, warn: Warn): Promise<void> {
  const file = await openFile(path);
  await pipeline(answers(path, file, warn), output, { end: false });
}

/** The answer to one line of a batch. */
function answerLine(line: string, warn: Warn): string {
  try {
    const request = readRequest(line);
    const warning = foreignHashWarning(request);
    if (warning !== null) warn(warning);
    return JSON.stringify(answerTo(request));
  } catch (error) {
    if (!(error instanceof FairhouseError) || error instanceof InvariantError) throw error;
    return JSON.stringify({ error: error.message });
  }
}

function answerTo(request: object): object {
  if ("actions" in request) return verifyWholeRound(request);
  return isWholeBet(request) ? verifyWholeBet(request) : verifyOutcome(request);
}

async function* answers(path: string, file: FileHandle, warn: Warn): AsyncGenerator<string> {
  try {
    for await (const line of file.readLines()) yield `${answerLine(line, warn)}\n`;
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
