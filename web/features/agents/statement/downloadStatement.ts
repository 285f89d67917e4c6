import type { StatementHead } from "#domain/api/commissions.ts";
import { problem } from "#domain/api/problem.ts";
import { queryOf } from "@/features/agents/statement/statementQuery";
import type { TokenSource } from "@/lib/api/api";
import { ApiProblem, ApiTimedOut, ApiUnreachable } from "@/lib/api/apiErrors";
import { saveFile } from "@/lib/ui/saveFile";

/** A whole statement is written while it is read, and may be long. */
const TIMEOUT_MS = 120_000;

const FORMATS = {
  csv: { name: "fairhouse-statement.csv", type: "text/csv" },
  json: { name: "fairhouse-statement.json", type: "application/json" },
} as const;

export type StatementFormat = keyof typeof FORMATS;
export const STATEMENT_FILE = FORMATS.json.name;

type Download = {
  readonly apiUrl: string;
  readonly tokens: TokenSource;
  /** As the page on the screen was answered, so that the file is of the very same lines. */
  readonly head: StatementHead;
  readonly format: StatementFormat;
};

/** Saves a whole statement as a file. @throws ApiProblem, ApiTimedOut, ApiUnreachable */
export async function downloadStatement({ apiUrl, tokens, head, format }: Download): Promise<void> {
  const url = `${apiUrl}/v1/agents/statement/${format}?${queryOf(head)}`;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const token = tokens.current();
    let response = await ask(url, token, timeout);
    if (response.status === 401 && token !== null) {
      response = await ask(url, await tokens.renew(token), timeout);
    }
    if (!response.ok) throw await refusalOf(response);
    saveFile({ ...FORMATS[format], text: await response.text() });
  } catch (cause) {
    if (cause instanceof ApiProblem || cause instanceof ApiUnreachable) throw cause;
    throw timeout.aborted ? new ApiTimedOut({ cause }) : new ApiUnreachable({ cause });
  }
}

function ask(url: string, token: string | null, signal: AbortSignal): Promise<Response> {
  const headers = new Headers(token === null ? {} : { Authorization: `Bearer ${token}` });
  return fetch(url, { headers, cache: "no-store", signal });
}

async function refusalOf(response: Response): Promise<ApiProblem | ApiUnreachable> {
  const refusal = problem.safeParse(await response.json().catch(() => undefined));
  return refusal.success ? new ApiProblem(refusal.data) : new ApiUnreachable();
}
