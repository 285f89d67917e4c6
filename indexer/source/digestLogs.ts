import { createHash } from "node:crypto";
import { type ComparedLog, contentOf, type LogsDigest } from "#domain/indexing/confirmation.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

type Pages<Log extends ComparedLog> = AsyncIterable<readonly Log[]>;

/** Logs that are looked at one by one, which is done only where somebody lied. */
const MAX_COLLECTED = 20_000;

/** Digests logs as they come, however many there are. */
export async function digestLogs(pages: Pages<ComparedLog>): Promise<LogsDigest> {
  const hash = createHash("sha256");
  let count = 0;
  for await (const page of pages) {
    for (const log of page) hash.update(`${log.blockHash} ${log.logIndex} ${contentOf(log)}\n`);
    count += page.length;
  }
  return { count, hash: hash.digest("hex") };
}

/** All logs at once. @throws RpcFailure of kind `limit` when they are too many */
export async function collectLogs<Log extends ComparedLog>(pages: Pages<Log>): Promise<Log[]> {
  const logs: Log[] = [];
  for await (const page of pages) {
    logs.push(...page);
    if (logs.length > MAX_COLLECTED)
      throw new RpcFailure("limit", `There are more than ${MAX_COLLECTED} logs to be compared.`);
  }
  return logs;
}
