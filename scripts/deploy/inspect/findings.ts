import { codeFindings } from "#scripts/deploy/inspect/codeFindings.ts";
import type { Finding, Inspection, Severity } from "#scripts/deploy/inspect/inspection.ts";
import { moneyFindings } from "#scripts/deploy/inspect/moneyFindings.ts";
import { roleFindings } from "#scripts/deploy/inspect/roleFindings.ts";

const ORDER: readonly Severity[] = ["high", "medium", "low"];

/** Everything about a deployment that somebody should look at, the worst first. */
export function findingsOf(inspection: Inspection): Finding[] {
  const all = [...codeFindings(inspection), ...roleFindings(inspection), ...moneyFindings(inspection)];
  return ORDER.flatMap((severity) => all.filter((finding) => finding.severity === severity));
}
