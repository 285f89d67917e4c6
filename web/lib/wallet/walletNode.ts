import { getConnection } from "wagmi/actions";
import { z } from "zod";
import type { HouseConfig } from "#domain/api/houseConfig.ts";
import { type Node, nodeOfWallet } from "@/lib/vault/node";
import { answerWithin } from "@/lib/wallet/answerWithin";
import { loadWallet } from "@/lib/wallet/loadWallet";

type Provider = Parameters<typeof nodeOfWallet>[0];

const TIMEOUT_MS = 10_000;

const provider = z.custom<Provider>(
  (value) => typeof value === "object" && value !== null && "request" in value,
);

/** The node that the connected wallet brings: one that the house has not chosen. Heavy: import it when it is asked. */
export async function nodeOfConnectedWallet(house: HouseConfig): Promise<Node> {
  const { config } = await loadWallet(house);
  const node = nodeOfWallet(provider.parse(await getConnection(config).connector?.getProvider()));
  return (method, params) => answerWithin(node(method, params), TIMEOUT_MS);
}
