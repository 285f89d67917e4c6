import { demoWallets } from "#scripts/start/demoWallets.ts";
import { LOCAL_CHAIN_ID } from "#scripts/start/plan.ts";
import type { RunState } from "#scripts/start/runFile.ts";

const INDENT = "  ";

/** What a person wants to know when the house has opened. */
export function summary({ urls, chainId, vault }: RunState): string {
  const places: Row[] = [
    ["dApp", urls.web],
    ["API", `${urls.api}/v1/config`],
    ["API documentation", `${urls.api}/docs`],
    ["Chain", `${urls.chain}  (id ${chainId})`],
    ...(vault === undefined ? [] : [["Vault", vault] as const]),
  ];
  const isLocal = chainId === LOCAL_CHAIN_ID;
  return [
    "",
    "Fairhouse is open.",
    ...rows(places),
    ...(isLocal ? walletLines() : []),
    "",
    "Stop it with Ctrl-C.",
    "",
  ].join("\n");
}

type Row = readonly [label: string, ...values: string[]];

function walletLines(): string[] {
  const wallets = Object.values(demoWallets());
  const players = wallets.filter(({ role }) => role.startsWith("player"));
  return [
    "",
    "Wallets of the local chain (10,000 BNB each; their keys are public, use them nowhere else):",
    ...rows(wallets.map(({ role, address }) => [role, address])),
    "To play in a browser wallet, import a player's key:",
    ...rows(players.map(({ role, privateKey }) => [role, privateKey])),
  ];
}

function rows(table: readonly Row[]): string[] {
  const width = Math.max(...table.map(([label]) => label.length));
  return table.map(([label, ...values]) => `${INDENT}${label.padEnd(width)}  ${values.join("  ")}`);
}
