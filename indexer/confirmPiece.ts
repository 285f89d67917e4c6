import { isSameLogs } from "#domain/indexing/confirmation.ts";
import {
  type Confirmation,
  type Confirming,
  firstOpinion,
  judgeAll,
  opinionOf,
} from "#indexer/confirmFinal.ts";
import type { Session } from "#indexer/session.ts";
import { digestLogs } from "#indexer/source/digestLogs.ts";
import type { BranchPiece, RangeRequest } from "#indexer/source/fetchRange.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

/** A witness reads thousands of blocks here, and nobody waits for them at the head. */
const PATIENCE_MS = 10_000;

/** What another node says about the range that is being read, or undefined where there is no other. */
export type SecondReading = Awaited<ReturnType<typeof readSecond>>;

/**
 * Reads a settled range from a node that is not the one in use, beside the first reading: what is this deep becomes
 * final in the step that records it, so that no later reading could take it back.
 */
export async function readSecond({ confirming, vault }: Session, { range }: Pick<RangeRequest, "range">) {
  if (confirming === undefined) return undefined;
  const witnesses = confirming.panel.voices().slice(0, -1);
  return firstOpinion(witnesses, (voice) => opinionOf(voice, vault, range, PATIENCE_MS));
}

/**
 * Holds a piece against its second reading. Where they differ all nodes are asked, and the majority decides.
 * @throws RpcFailure where it does not decide for the piece; the next try reads it from another node
 */
export async function requireConfirmed(
  session: Session,
  piece: BranchPiece,
  second: SecondReading,
): Promise<void> {
  const { confirming, reader } = session;
  if (confirming === undefined || second === undefined) return;
  const first = await digestLogs(logsOf(piece));
  if (isSameLogs(first, second.digest)) return;
  const judged = await judge(session, confirming, piece, first);
  confirming.report(judged);
  if (judged.verdict === "confirmed") return;
  reader.distrust();
  throw new RpcFailure("retryable", `The nodes contradict each other: ${judged.detail}.`);
}

async function judge(
  { vault }: Session,
  { panel }: Confirming,
  { range }: BranchPiece,
  first: Awaited<ReturnType<typeof digestLogs>>,
): Promise<Confirmation> {
  const opinions = await Promise.all(
    panel.voices().map((voice) => opinionOf(voice, vault, range, PATIENCE_MS)),
  );
  return judgeAll(
    range,
    first,
    opinions.filter((opinion) => opinion !== undefined),
  );
}

async function* logsOf({ events }: BranchPiece) {
  yield events.map(({ log }) => log);
}
