import type { StatementHead } from "#domain/api/commissions.ts";
import { STATEMENT_FILE } from "@/features/agents/statement/downloadStatement";

const COMMAND = "npm run --silent verify-statement --";

/** Recomputes the downloaded file, with nothing else at hand. */
export const verifyFileCommand = `${COMMAND} --file ${STATEMENT_FILE}`;

/** Recomputes the same statement from the books of the house of that name. */
export function verifyBooksCommand(tenant: string, head: StatementHead): string {
  const { agentId, from, to, type, playerId, currency } = head;
  const options = { tenant, agent: agentId, from, to, type, player: playerId, currency };
  const words = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${value}`],
  );
  return [COMMAND, ...words].join(" ");
}
