import { z } from "zod";
import { address, currencyCode, minorAmount } from "./primitives.ts";

export const currencyView = z
  .object({
    code: currencyCode,
    decimals: z.number().int().describe("minor units per unit = 10^decimals"),
    token: address.describe("the zero address is the chain's native coin"),
    quantumWei: z.string().describe("on-chain units in one minor unit; the vault takes whole quanta only"),
    minStake: minorAmount,
    minWithdrawal: minorAmount,
  })
  .meta({ id: "Currency" });
export type CurrencyView = z.infer<typeof currencyView>;

export const gameView = z
  .object({
    id: z.string(),
    name: z.string(),
    edgeBps: z.number().int(),
    kind: z.enum(["instant", "rounds"]).describe("whether one bet decides it, or a round of several actions"),
    paramsSchema: z.record(z.string(), z.unknown()).describe("JSON Schema of the bet's `params`"),
    actionsSchema: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe("JSON Schema of a round's actions; null for games without rounds"),
  })
  .meta({ id: "Game" });
export type GameView = z.infer<typeof gameView>;

/** Everything a client must know before it can do anything: read once at start. */
export const houseConfig = z
  .object({
    tenant: z.object({ slug: z.string(), name: z.string() }),
    chain: z.object({
      id: z.number().int(),
      name: z.string(),
      rpcUrl: z.string().describe("a public endpoint for reading and for wallets that need to add the chain"),
      explorerUrl: z.string().nullable(),
      finality: z
        .enum(["depth", "finalized"])
        .describe(
          "a deposit is credited `finalityDepth` blocks deep, or when the chain calls its block finalized",
        ),
      finalityDepth: z.number().int().describe("decides as well on a chain that calls no block finalized"),
      isLocal: z.boolean().describe("true on a development chain, where a burner wallet may be offered"),
    }),
    vaults: z.array(
      z.object({
        address,
        deployBlock: z.string(),
        abi: z.array(z.record(z.string(), z.unknown())).describe("contract ABI: `deposit()` is payable"),
      }),
    ),
    currencies: z.array(currencyView),
    games: z.array(gameView),
    limits: z.object({
      maxRiskBps: z.number().int().describe("largest win of one bet, in basis points of the bankroll"),
      betsPerSecond: z.number().int().describe("sustained, per player"),
      betsBurst: z.number().int(),
    }),
    signIn: z.object({
      domain: z.string().describe("EIP-4361 domain"),
      uri: z.string(),
      statement: z.string(),
    }),
    socket: z.object({ url: z.string(), path: z.string() }),
    stopped: z
      .array(z.object({ name: z.enum(["bets", "withdrawals", "payouts"]), reason: z.string() }))
      .describe("activities that the operator has stopped"),
    faucet: z
      .object({ url: z.string(), amountWei: z.string() })
      .nullable()
      .describe("gives test coins on a development chain; null elsewhere"),
  })
  .meta({ id: "HouseConfig" });
export type HouseConfig = z.infer<typeof houseConfig>;
