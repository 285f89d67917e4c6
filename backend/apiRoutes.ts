import { createFaucet } from "#backend/adapters/faucet.ts";
import { createPublicChain } from "#backend/adapters/publicChain.ts";
import { createSignatureVerifier } from "#backend/adapters/walletSignature.ts";
import type { ApiConnections, ApiProcess, ApiServices } from "#backend/apiServices.ts";
import { finalityDepthOf } from "#backend/config.ts";
import type { Route } from "#backend/http/route.ts";
import { agentsRoutes } from "#backend/modules/agents/agents.routes.ts";
import { createCeilings } from "#backend/modules/agents/ceilings.service.ts";
import { createCommissionBook } from "#backend/modules/agents/commissionBook.ts";
import { commissionsRoutes } from "#backend/modules/agents/commissions.routes.ts";
import { createDownline } from "#backend/modules/agents/downline.service.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import { createInvitations } from "#backend/modules/agents/invitations.service.ts";
import { createCommissionPayouts } from "#backend/modules/agents/payout.service.ts";
import { createStatements } from "#backend/modules/agents/statement.service.ts";
import { createVoidBet } from "#backend/modules/agents/voidBet.service.ts";
import { authRoutes } from "#backend/modules/auth/auth.routes.ts";
import { createAuthService } from "#backend/modules/auth/auth.service.ts";
import { createRefreshCookie } from "#backend/modules/auth/refreshCookie.ts";
import { tellingOfBets } from "#backend/modules/betFeed/tellingOfBets.ts";
import { casinoRoutes } from "#backend/modules/casino/casino.routes.ts";
import { checkpointsRoutes } from "#backend/modules/checkpoints/checkpoints.routes.ts";
import { createPublicCheckpoints } from "#backend/modules/checkpoints/publicCheckpoints.service.ts";
import { epochsRoutes } from "#backend/modules/epochs/epochs.routes.ts";
import { createPublicEpochs } from "#backend/modules/epochs/publicEpochs.service.ts";
import { fairnessRoutes } from "#backend/modules/fairness/fairness.routes.ts";
import { findLiveSeeds } from "#backend/modules/fairness/seed.store.ts";
import { createGiveTestCoins, FAUCET_AMOUNT_WEI } from "#backend/modules/house/faucet.service.ts";
import { houseRoutes } from "#backend/modules/house/house.routes.ts";
import { signInOf } from "#backend/modules/house/houseConfig.service.ts";
import { LOCAL_CHAIN_ID } from "#backend/modules/house/localChain.ts";
import { killSwitchRoutes } from "#backend/modules/killSwitches/killSwitches.routes.ts";
import { createResumePayouts } from "#backend/modules/killSwitches/resumePayouts.service.ts";
import { limitsRoutes } from "#backend/modules/limits/limits.routes.ts";
import { createLimits } from "#backend/modules/limits/limits.service.ts";
import { governanceRoutes } from "#backend/modules/monitoring/governance.routes.ts";
import { createGovernance } from "#backend/modules/monitoring/governance.service.ts";
import { indexerJobRoutes } from "#backend/modules/monitoring/jobs.routes.ts";
import { createIndexerJobs } from "#backend/modules/monitoring/jobs.service.ts";
import { monitoringRoutes } from "#backend/modules/monitoring/monitoring.routes.ts";
import { createMonitoring } from "#backend/modules/monitoring/monitoring.service.ts";
import { payoutsRoutes } from "#backend/modules/payouts/payouts.routes.ts";
import { createPayouts } from "#backend/modules/payouts/payouts.service.ts";
import { roundsRoutes } from "#backend/modules/rounds/rounds.routes.ts";
import { statisticsRoutes } from "#backend/modules/statistics/statistics.routes.ts";
import { treasuryRoutes } from "#backend/modules/treasury/treasury.routes.ts";
import { createTreasury } from "#backend/modules/treasury/treasury.service.ts";
import { createProvisionPlayer } from "#backend/modules/users/provisionPlayer.ts";
import { usersRoutes } from "#backend/modules/users/users.routes.ts";
import { walletRoutes } from "#backend/modules/wallet/wallet.routes.ts";
import { createWithdraw } from "#backend/modules/wallet/withdraw.service.ts";

/** A player who has not chosen a client seed has a random one. */
const CLIENT_SEED_BYTES = 8;

/** Every route of the API, by what it is about. */
export function createApiRoutes(
  process: ApiProcess,
  connections: ApiConnections,
  services: ApiServices,
): Route[] {
  const { pool } = connections;
  const { wallet, users, engine, fairness, history, betFeed, news } = services;
  // What is placed over HTTP: the player's sockets hear of it, too.
  const told = tellingOfBets(engine, {
    feed: betFeed,
    onSettled: ({ tenantId, userId }) => news.changed(tenantId, userId),
  });
  return [
    ...createHouseRoutes(process, connections, services),
    ...createAuthRoutes(process, connections, services),
    ...usersRoutes({ pool, users, wallet }),
    ...statisticsRoutes({ pool }),
    ...limitsRoutes({ limits: createLimits(pool) }),
    ...walletRoutes({ wallet, withdraw: createWithdraw(pool, wallet) }),
    ...checkpointsRoutes({ checkpoints: createPublicCheckpoints(pool, connections.leaves) }),
    ...casinoRoutes({ engine: told, history, versions: services.gameVersions }),
    ...roundsRoutes({ rounds: services.rounds }),
    ...services.crash.routes,
    ...epochsRoutes({ epochs: createPublicEpochs(pool) }),
    ...fairnessRoutes({ fairness }),
    ...monitoringRoutes({ monitoring: createMonitoring({ pool, clock: process.clock }) }),
    ...governanceRoutes({ governance: createGovernance({ pool, clock: process.clock }) }),
    ...createAgentRoutes(process, connections),
    ...createOperatorRoutes(process, connections, services),
  ];
}

function createAgentRoutes({ clock, entropy }: ApiProcess, { pool }: ApiConnections): Route[] {
  return [
    ...agentsRoutes({
      hierarchy: createHierarchy({ pool, clock }),
      invitations: createInvitations({ pool, clock, entropy }),
      downline: createDownline(pool),
      ceilings: createCeilings(pool),
    }),
    ...commissionsRoutes({
      statements: createStatements({ pool, clock }),
      payouts: createCommissionPayouts(pool),
      voidBet: createVoidBet({ pool, commissionBook: createCommissionBook() }),
    }),
  ];
}

/** What staff does; the chain and the worker are asked only when somebody looks. */
function createOperatorRoutes(
  { config, clock }: ApiProcess,
  { pool, db, chain, orders }: ApiConnections,
  { killSwitches }: ApiServices,
): Route[] {
  const client = createPublicChain(chain);
  return [
    ...indexerJobRoutes({ jobs: createIndexerJobs({ pool }) }),
    ...killSwitchRoutes({ resumePayouts: createResumePayouts(pool) }),
    ...payoutsRoutes({ payouts: createPayouts({ pool, orders, killSwitches, clock }) }),
    ...treasuryRoutes({ treasury: createTreasury({ pool, db, client, chainId: config.CHAIN_ID, clock }) }),
  ];
}

function createHouseRoutes(
  { config }: ApiProcess,
  { db, redis, chain }: ApiConnections,
  { killSwitches, gameVersions }: ApiServices,
): Route[] {
  const giveTestCoins =
    config.FAUCET_PRIVATE_KEY !== undefined && config.CHAIN_ID === LOCAL_CHAIN_ID
      ? createGiveTestCoins(createFaucet(chain, config.FAUCET_PRIVATE_KEY), redis)
      : null;
  const settings = {
    chainId: config.CHAIN_ID,
    publicRpcUrl: config.PUBLIC_RPC_URL,
    explorerUrl: config.EXPLORER_URL ?? null,
    finality: config.FINALITY,
    finalityDepth: finalityDepthOf(config.CHAIN_ID, config.FINALITY_DEPTH),
    publicApiUrl: config.PUBLIC_API_URL,
    webOrigin: config.WEB_ORIGIN,
    betsPerSecond: config.BETS_PER_SECOND,
    betsBurst: config.BETS_BURST,
    faucetAmountWei: giveTestCoins === null ? null : FAUCET_AMOUNT_WEI,
  };
  return houseRoutes({ db, killSwitches, gamesOf: gameVersions.games, giveTestCoins, settings });
}

function createAuthRoutes(
  { config, clock, entropy }: ApiProcess,
  { pool, db, chain }: ApiConnections,
  { fairness, tokens, users, sessions }: ApiServices,
): Route[] {
  const provisionPlayer = createProvisionPlayer({
    hasSeeds: async (client, player) => (await findLiveSeeds(client, player)).length > 0,
    createSeeds: (client, player) =>
      fairness.createSeedPair(client, {
        ...player,
        clientSeed: entropy.bytes(CLIENT_SEED_BYTES).toString("hex"),
      }),
  });
  const service = createAuthService({
    pool,
    users,
    tokens,
    verifySignature: createSignatureVerifier(createPublicChain(chain)),
    provisionPlayer,
    clock,
    entropy,
    expected: { ...signInOf(config.WEB_ORIGIN), chainId: config.CHAIN_ID },
  });
  const cookie = createRefreshCookie({
    isSecure: config.PUBLIC_API_URL.startsWith("https:"),
    webOrigin: config.WEB_ORIGIN,
  });
  return authRoutes({ service, cookie, pool, db, sessions, clock });
}
