import { z } from "zod";
import { defineRoute, type Route } from "#backend/http/route.ts";
import { houseConfig } from "#domain/api/houseConfig.ts";
import { address, hash32 } from "#domain/api/primitives.ts";
import type { GiveTestCoins } from "./faucet.service.ts";
import { type HouseConfigDeps, readHouseConfig } from "./houseConfig.service.ts";

export interface HouseRoutesDeps extends HouseConfigDeps {
  /** Null outside a development chain: then the route does not exist. */
  readonly giveTestCoins: GiveTestCoins | null;
}

const faucetRequest = z.object({ address }).meta({ id: "FaucetRequest" });
const faucetResponse = z.object({ txHash: hash32, amountWei: z.string() }).meta({ id: "FaucetResponse" });

const tag = "house";
const GIFTS_PER_MINUTE = 300;

export function houseRoutes(deps: HouseRoutesDeps): Route[] {
  const config = defineRoute({
    method: "get",
    path: "/config",
    tag,
    summary: "Everything a client must know before it can do anything",
    description:
      "Chain, vault and its ABI, currencies, games and their parameters, limits, what to put into a sign-in message, " +
      "and where the socket is.",
    access: "public",
    answer: { status: 200, schema: houseConfig },
    handle: ({ tenant }) => readHouseConfig(deps, tenant),
  });
  return deps.giveTestCoins === null ? [config] : [config, faucetRoute(deps.giveTestCoins)];
}

function faucetRoute(giveTestCoins: GiveTestCoins): Route {
  return defineRoute({
    method: "post",
    path: "/faucet",
    tag,
    summary: "Test coins for an address (development chain only)",
    access: "public",
    requestsPerMinute: GIFTS_PER_MINUTE,
    body: faucetRequest,
    answer: { status: 202, schema: faucetResponse },
    problems: ["FAUCET_USED", "CHAIN_UNAVAILABLE"],
    handle: ({ body }) => giveTestCoins(body.address),
  });
}
