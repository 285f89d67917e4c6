import { type BlockRange, blockRange, takeBlocks } from "#domain/indexing/blockRange.ts";
import { findForged, isSameLogs, judgeLogs, type LogsDigest } from "#domain/indexing/confirmation.ts";
import { finalBlock } from "#domain/indexing/finality.ts";
import type { Session } from "#indexer/session.ts";
import { emittersOf } from "#indexer/source/decodeLog.ts";
import { collectLogs, digestLogs } from "#indexer/source/digestLogs.ts";
import { logsInParts } from "#indexer/source/logsInParts.ts";
import type { Panel } from "#indexer/source/panel.ts";
import { heard, type Voice } from "#indexer/source/voice.ts";
import { readRecordedLogs } from "#indexer/store/confirmation.store.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";

/** What a second reading of a range showed. */
export interface Confirmation {
  readonly range: BlockRange;
  /**
   * - `confirmed`: what is recorded may become final;
   * - `outvoted`: the nodes say something else than what is recorded, which is to be recorded anew;
   * - `disputed`: the nodes contradict each other, and nobody can tell who is right;
   * - `unheard`: no node could tell in time.
   * Nothing of the range becomes final but what is confirmed.
   */
  readonly verdict: "confirmed" | "outvoted" | "disputed" | "unheard";
  /** Hosts that say something else than most others. */
  readonly dissenters: readonly string[];
  /** What a person should know; empty when all is well. */
  readonly detail: string;
  /** What is recorded where most nodes have something else: not a log that is missing, but one that was made up. */
  readonly forged?: string;
}

/** A vault's nodes as witnesses, and who is told what they say. */
export interface Confirming {
  readonly panel: Panel;
  readonly report: (confirmation: Confirmation) => void;
}

type ConfirmingSession = Pick<Session, "pool" | "vault" | "rules" | "confirming">;

/** So many blocks are read again at once; there are more only after a long absence. */
const MAX_CONFIRM_BLOCKS = 500;
/** A node that takes longer to say again what it said holds up the blocks that are to be recorded. */
const PATIENCE_MS = 1_500;

/**
 * Reads again what is recorded, and about to become final when the next blocks are: from a node other than the one
 * in use, where one is ready. As long as that confirms it, one question is all it costs. When it does not, all nodes
 * are asked, the one in use too, and the majority decides; with two nodes that contradict each other nobody does.
 *
 * @returns undefined when nothing is about to become final
 */
export async function confirmNext(
  session: ConfirmingSession,
  cursor: Cursor,
  headNumber: bigint,
): Promise<Confirmation | undefined> {
  const { confirming, rules } = session;
  if (confirming === undefined) return undefined;
  const { finalityDepth: depth } = rules;
  const rule = { depth, finalizedNumber: confirming.panel.finalizedNumber() };
  const pending = blockRange(cursor.finalNumber + 1n, finalBlock(headNumber, cursor.number, rule));
  if (pending === undefined) return undefined;
  const confirmation = await confirmFinal(session, takeBlocks(pending, MAX_CONFIRM_BLOCKS));
  if (confirmation !== undefined) confirming.report(confirmation);
  return confirmation;
}

/**
 * The last block that the next record may make final; undefined where nothing speaks against any.
 *
 * @param isSettled whether the blocks to be recorded lie deeper than any reorg goes: those near the head are read a
 * second time before they become final, and so not in the step that records them
 */
export function finalLimit(
  { confirming }: Pick<Session, "confirming">,
  cursor: Cursor,
  { confirmation, isSettled }: { confirmation: Confirmation | undefined; isSettled: boolean },
): bigint | undefined {
  if (confirming === undefined) return undefined;
  if (confirmation !== undefined && confirmation.verdict !== "confirmed") return cursor.finalNumber;
  const confirmed = confirmation?.range.to ?? cursor.number;
  return isSettled && confirmed === cursor.number ? undefined : confirmed;
}

/** Compares what is recorded of a range with what the nodes say now. */
export async function confirmFinal(
  session: ConfirmingSession,
  range: BlockRange,
): Promise<Confirmation | undefined> {
  const { confirming, pool, vault } = session;
  if (confirming === undefined) return undefined;
  const { panel } = confirming;
  const contradiction = panel.contradiction();
  if (contradiction !== undefined)
    return { range, verdict: "disputed", dissenters: [], detail: contradiction };

  const voices = panel.voices();
  const recorded = await digestLogs(readRecordedLogs(pool, vault, range));
  const ask = (voice: Voice) => opinionOf(voice, vault, range, PATIENCE_MS);
  const first = await firstOpinion(voices, ask);
  if (first === undefined)
    return {
      range,
      verdict: "unheard",
      dissenters: [],
      detail: "no node tells what is about to become final",
    };
  if (isSameLogs(first.digest, recorded)) return { range, verdict: "confirmed", dissenters: [], detail: "" };

  const others = voices.filter(({ endpoint }) => endpoint.host !== first.host);
  const opinions = [
    first,
    ...(await Promise.all(others.map(ask))).filter((opinion) => opinion !== undefined),
  ];
  const judgement = judgeAll(range, recorded, opinions);
  if (judgement.verdict !== "outvoted") return judgement;
  const believed = voices.find(({ endpoint: { host } }) => isBelieved(host, opinions, judgement));
  const forged = believed && (await forgedLog(session, believed, range));
  return forged === undefined ? judgement : { ...judgement, forged };
}

function isBelieved(host: string, opinions: readonly Opinion[], { dissenters }: Confirmation): boolean {
  return opinions.some((opinion) => opinion.host === host) && !dissenters.includes(host);
}

/** What is recorded where most nodes have something else, in words. */
async function forgedLog(
  { pool, vault }: ConfirmingSession,
  { reader }: Voice,
  range: BlockRange,
): Promise<string | undefined> {
  const told = await collectLogs(logsInParts(reader, emittersOf(vault), range));
  const forged = findForged(await collectLogs(readRecordedLogs(pool, vault, range)), told);
  return forged && `log ${forged.logIndex} of block ${forged.blockHash}`;
}

/** What one node says about a range. */
export interface Opinion {
  readonly host: string;
  readonly digest: LogsDigest;
}

/** Asks one node; undefined when it does not answer, or not soon enough. */
export async function opinionOf(
  { endpoint: { host }, reader }: Voice,
  vault: Session["vault"],
  range: BlockRange,
  patienceMs: number,
): Promise<Opinion | undefined> {
  const digest = await heard(digestLogs(logsInParts(reader, emittersOf(vault), range)), patienceMs);
  return digest && { host, digest };
}

/** The best witness that answers; the one in use comes last. */
export async function firstOpinion(
  voices: readonly Voice[],
  ask: (voice: Voice) => Promise<Opinion | undefined>,
): Promise<Opinion | undefined> {
  for (const voice of voices) {
    const opinion = await ask(voice);
    if (opinion !== undefined) return opinion;
  }
  return undefined;
}

/** Judges what is recorded, or about to be, by what nodes say now. */
export function judgeAll(
  range: BlockRange,
  recorded: LogsDigest,
  opinions: readonly Opinion[],
): Confirmation {
  const { verdict, dissenters } = judgeLogs(
    recorded,
    new Map(opinions.map(({ host, digest }) => [host, digest])),
  );
  const counts = opinions.map(({ host, digest }) => `${host} ${digest.count}`).join(", ");
  const detail = `blocks ${range.from} to ${range.to}: ${recorded.count} logs were read, now say ${counts}`;
  return { range, verdict, dissenters, detail };
}
