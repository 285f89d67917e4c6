import { createHash } from "node:crypto";
import type { RefusalReason } from "#domain/settlement/signingRefused.ts";

/** What the signer's log says of one request. */
export interface LogEntry {
  readonly atSeconds: bigint;
  readonly outcome: "signed" | "repeated" | "refused";
  readonly reason: RefusalReason | "";
  /** What was asked for: a batch's id, or an entry's account and nonce; empty when it could not be read. */
  readonly subject: string;
  readonly digest: string;
  /** sha256 of the request as it came in: what was asked, without storing whatever was sent. */
  readonly requestHash: string;
}

/** A place in the log: the number of an entry, from 1, and the hash that all entries up to it lead to. */
export interface LogHead {
  readonly seq: number;
  readonly hash: string;
}

/** An entry as it is stored. */
export type LogRow = LogHead & { readonly at: number } & Readonly<
    Record<"outcome" | "reason" | "subject" | "digest" | "request_hash", string>
  >;

/** Before the first entry. */
export const LOG_START: LogHead = { seq: 0, hash: "0".repeat(64) };

/** The head after one more entry: each hash covers the hash before it, so that no entry can be changed alone. */
export function headAfter({ seq, hash }: LogHead, entry: LogEntry): LogHead {
  const { atSeconds, outcome, reason, subject, digest, requestHash } = entry;
  return linked({ seq, hash }, [String(atSeconds), outcome, reason, subject, digest, requestHash]);
}

/** Whether a stored entry is the one that followed `previous` when it was written. */
export function follows(previous: LogHead, row: LogRow): boolean {
  const { at, outcome, reason, subject, digest, request_hash } = row;
  const expected = linked(previous, [String(at), outcome, reason, subject, digest, request_hash]);
  return row.seq === expected.seq && row.hash === expected.hash;
}

export function readLogRow(row: Record<string, unknown>): LogRow {
  const text = (name: string) => String(row[name]);
  return {
    seq: Number(row.seq),
    at: Number(row.at),
    outcome: text("outcome"),
    reason: text("reason"),
    subject: text("subject"),
    digest: text("digest"),
    request_hash: text("request_hash"),
    hash: text("hash"),
  };
}

function linked({ seq, hash }: LogHead, content: readonly string[]): LogHead {
  const link = JSON.stringify([hash, seq + 1, ...content]);
  return { seq: seq + 1, hash: createHash("sha256").update(link).digest("hex") };
}
