import type { Finding, Inspection, TokenState } from "#scripts/deploy/inspect/inspection.ts";

/** How long before anyone can open the exit somebody should be told. */
const EXIT_WARNING_SECONDS = 2n * 86_400n;

/** What endangers the money, or stops it. */
export function moneyFindings(inspection: Inspection): Finding[] {
  return [
    ...exitFindings(inspection),
    ...pauseFindings(inspection),
    ...inspection.tokens.flatMap((token) => tokenFindings(inspection, token)),
  ];
}

function exitFindings({ state, timestamp }: Inspection): Finding[] {
  if (state.exitActive) {
    const message = "The exit is open, for good: this vault pays exits and credits only.";
    return [{ severity: "high", code: "exit-active", message }];
  }
  const left = state.exitAvailableAt - timestamp;
  if (left <= 0n) {
    const message = "Anyone can open the exit now: a checkpoint is older than the exit's delay.";
    return [{ severity: "high", code: "exit-possible", message }];
  }
  if (left > EXIT_WARNING_SECONDS) return [];
  const message = `Without a checkpoint of every token anyone can open the exit in ${left / 3_600n} hours.`;
  return [{ severity: "medium", code: "exit-near", message }];
}

function pauseFindings({ state }: Inspection): Finding[] {
  const paused = [...(state.entriesPaused ? ["entries"] : []), ...(state.payoutsPaused ? ["payouts"] : [])];
  return paused.map((what) => ({
    severity: "medium",
    code: "paused",
    message: `The guardian has paused ${what}.`,
  }));
}

function tokenFindings({ state }: Inspection, token: TokenState): Finding[] {
  const found: Finding[] = [];
  if (token.balance < token.liabilities) {
    const message = `The vault holds ${token.balance} quanta of ${token.token} and owes ${token.liabilities}.`;
    found.push({ severity: "high", code: "insolvent", message });
  }
  const age = token.checkpoint?.ageSeconds;
  if (!state.exitActive && age !== undefined && age > state.treasuryFreshnessSeconds) {
    const message = `The last checkpoint of ${token.token} is ${age / 3_600n} hours old.`;
    found.push({ severity: "medium", code: "checkpoint-old", message });
  }
  if (token.balance > 0n && token.limits.outflowCapacity >= token.balance) {
    const message = `The outflow limit of ${token.token} is above what the vault holds: a stolen signing key could pay out all that the last checkpoint does not keep back.`;
    found.push({ severity: "low", code: "limits-loose", message });
  }
  return found;
}
