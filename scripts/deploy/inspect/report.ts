import type {
  AccountKind,
  ContractCode,
  Finding,
  GuardedFunction,
  Inspection,
  Member,
  RoleState,
  TokenState,
} from "#scripts/deploy/inspect/inspection.ts";
import { PUBLIC_ROLE, roleName } from "#scripts/deploy/roles.ts";

/** An inspection for people. */
export function reportText(inspection: Inspection, findings: readonly Finding[]): string {
  const { state, code, roles, functions, operations, tokens } = inspection;
  return [
    `Vault ${inspection.vault} on chain ${inspection.chainId}, at block ${inspection.block} (${time(inspection.timestamp)})`,
    ...section("Code", code.map(codeLine)),
    ...section("Roles", roles.flatMap(roleLines)),
    ...section(
      "Functions",
      functions.map((guarded) => functionLine(guarded, roles)),
    ),
    ...section(
      "Scheduled",
      operations.map(({ id, caller, call, readyAt }) => `${id}  from ${time(readyAt)}  ${caller}  ${call}`),
    ),
    ...section("Vault", [
      `signer    ${state.signer} (${kindText(state.signerKind)}), epoch ${state.signerEpoch}`,
      `entries   ${state.entriesPaused ? "PAUSED" : "open"}`,
      `payouts   ${state.payoutsPaused ? "PAUSED" : "open"}`,
      state.exitActive
        ? "exit      OPEN"
        : `exit      closed; anyone can open it from ${time(state.exitAvailableAt)} on, without newer checkpoints`,
    ]),
    ...section("Tokens (amounts in quanta)", tokens.flatMap(tokenLines)),
    ...section(
      "Findings",
      findings.map(({ severity, message }) => `${severity.padEnd(7)} ${message}`),
    ),
    ...(findings.length === 0 ? ["", "No findings."] : []),
    "",
  ].join("\n");
}

/** The same for programs: amounts as decimal strings. */
export function reportJson(inspection: Inspection, findings: readonly Finding[]): string {
  const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? `${value}` : value);
  return `${JSON.stringify({ ...inspection, findings }, plain, 2)}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function codeLine({ contract, address, runtime, creation }: ContractCode): string {
  return `${contract.padEnd(17)} ${address}  code ${runtime}, creation ${creation}`;
}

function roleLines(role: RoleState): string[] {
  const { id, name, adminRole, guardianRole, grantDelaySeconds, members } = role;
  const head = `${name} (${id}): granted by ${roleName(adminRole)} after ${grantDelaySeconds} s, cancelled by ${roleName(guardianRole)}`;
  return [
    head,
    ...(members.length === 0 ? ["  nobody"] : members.map((member) => `  ${memberText(member)}`)),
  ];
}

function memberText({ account, delaySeconds, since, nextDelaySeconds, changesAt, kind }: Member): string {
  const next = changesAt > 0 ? `, ${nextDelaySeconds} s from ${time(changesAt)} on` : "";
  return `${account} (${kindText(kind)}), delay ${delaySeconds} s${next}, since ${time(since)}`;
}

function kindText(kind: AccountKind): string {
  return kind.is === "safe" ? `Safe, ${kind.threshold} of ${kind.owners.length}` : kind.is;
}

function functionLine({ contract, name, role }: GuardedFunction, roles: readonly RoleState[]): string {
  const members = roles.find(({ id }) => id === role)?.members ?? [];
  const delays = members.map(({ delaySeconds }) =>
    delaySeconds === 0 ? "at once" : `after ${delaySeconds} s`,
  );
  const when = role === PUBLIC_ROLE ? "anyone, at once" : [...new Set(delays)].join(" or ") || "nobody";
  return `${`${contract}.${name}`.padEnd(26)} ${roleName(role).padEnd(9)} ${when}`;
}

function tokenLines(token: TokenState): string[] {
  const { limits, checkpoint, exitTerms } = token;
  const latest =
    checkpoint === undefined
      ? "no checkpoint yet"
      : `checkpoint ${checkpoint.epoch}, ${checkpoint.ageSeconds} s old, total ${checkpoint.total}, root ${checkpoint.root}`;
  const terms = `exit pays ${exitTerms.payable} of ${exitTerms.claims}`;
  return [
    `${token.token} (quantum ${token.quantum})`,
    `  holds ${token.balance}, owes ${token.liabilities} (credits ${token.unclaimedCredits}), surplus ${token.surplus}`,
    `  entered ${token.enteredTotal}, executed ${token.executedTotal}`,
    `  ${latest}`,
    `  caps: batch ${limits.batchCap}, burst ${limits.outflowCapacity}, refill ${limits.outflowRefillPerSecond}/s; ${token.outflowAvailable} can leave now`,
    ...(exitTerms.claims > 0n ? [`  ${terms}`] : []),
  ];
}

function time(seconds: bigint | number): string {
  return new Date(Number(seconds) * 1_000).toISOString();
}
