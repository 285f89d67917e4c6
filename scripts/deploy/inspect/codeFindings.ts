import type { ContractCode, Finding, Inspection } from "#scripts/deploy/inspect/inspection.ts";

/** Whether what stands on chain is what we built. */
export function codeFindings({ code }: Inspection): Finding[] {
  const hasRegistry = code.some(({ contract }) => contract === "FairnessRegistry");
  const missing: Finding = {
    severity: "low",
    code: "no-registry",
    message: "The AccessManager guards no FairnessRegistry of this build.",
  };
  return [...code.flatMap(findingsOfContract), ...(hasRegistry ? [] : [missing])];
}

function findingsOfContract({ contract, address, runtime, creation }: ContractCode): Finding[] {
  const which = `${contract} ${address}`;
  const findings: Finding[] = [];
  if (runtime === "different") {
    const message = `${which} has other code than this build: nothing that is said about its functions holds.`;
    findings.push({ severity: "high", code: "code-differs", message });
  } else if (runtime === "identical-but-metadata") {
    const message = `${which} has this build's instructions, compiled from sources with other comments or names.`;
    findings.push({ severity: "low", code: "metadata-differs", message });
  }
  if (runtime === "identical" && creation === "different") {
    const message = `${which} was created with another constructor than ours: its storage may have begun differently.`;
    findings.push({ severity: "high", code: "creation-differs", message });
  } else if (creation === "unknown") {
    const message = `${which}: its creation could not be looked at, so how its storage began is not proven.`;
    findings.push({ severity: "low", code: "creation-unknown", message });
  }
  return findings;
}
