import type { Hex } from "#domain/chain/hex.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";
import type { LogsWanted } from "#indexer/source/chainReader.ts";
import { EVENT_TOPICS } from "#indexer/source/eventTable.ts";
import { AnswerInvalid } from "#indexer/source/parseAnswer.ts";

const READ_TOPICS: ReadonlySet<string> = new Set(EVENT_TOPICS);

/**
 * A judge over the logs that answer one request, in the order in which they come.
 * @throws AnswerInvalid on one that was not asked for, or that does not come behind the one before it
 */
export function expectLogs(emitters: readonly Hex[], wanted: LogsWanted): (logs: readonly RawLog[]) => void {
  const asked: ReadonlySet<string> = new Set(emitters);
  const isInside = "range" in wanted ? insideRange(wanted.range) : ofBlock(wanted.blockHash);
  let last: RawLog | undefined;

  return (logs) => {
    for (const log of logs) {
      if (!asked.has(log.address) || !READ_TOPICS.has(log.topics[0] ?? "") || !isInside(log)) {
        throw new AnswerInvalid("a log that was not asked for came along");
      }
      if (last !== undefined && !isBehind(log, last)) throw new AnswerInvalid("logs are out of order");
      last = log;
    }
  };
}

function insideRange({ from, to }: { from: bigint; to: bigint }): (log: RawLog) => boolean {
  return ({ blockNumber }) => blockNumber >= from && blockNumber <= to;
}

function ofBlock(hash: Hex): (log: RawLog) => boolean {
  return ({ blockHash }) => blockHash === hash;
}

function isBehind(log: RawLog, earlier: RawLog): boolean {
  if (log.blockNumber !== earlier.blockNumber) return log.blockNumber > earlier.blockNumber;
  return log.blockHash === earlier.blockHash && log.logIndex > earlier.logIndex;
}
