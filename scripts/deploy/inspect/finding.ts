import type { Finding, Severity } from "#scripts/deploy/inspect/inspection.ts";

export function finding(severity: Severity, code: string, message: string): Finding {
  return { severity, code, message };
}

/** A moment in Unix seconds, as people read it. */
export function time(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
