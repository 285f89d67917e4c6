import { settleAll } from "#backend/modules/settlement/settlement.service.ts";
import type { Settlement, SettlementSettings } from "#backend/modules/settlement/settlement.ts";
import { CHAIN_ID } from "#test/backend/modules/settlement/deployedHouse.ts";
import { Died, mortal } from "#test/backend/modules/settlement/mortal.ts";
import { FINALITY_DEPTH, type Stage, type Wanted } from "#test/backend/modules/settlement/stage.ts";
import { Random } from "#test/indexer/support/random.ts";
import { type FaultyProxy, startFaultyProxy } from "./faultyProxy.ts";
import type { Ground } from "./ground.ts";

/** Chances per round, unless it says otherwise. */
export const FAULTS = {
  requestLoss: 0.02,
  replyLoss: 0.02,
  receiptDelay: 0.05,
  /** The worker is killed somewhere among the round's first effects. */
  kill: 0.4,
  /** No block is mined. */
  noBlock: 0.2,
  reorganisation: 0.1,
  forgottenTransactions: 0.05,
  feeSpike: 0.04,
} as const;

/** Time stands for rounds here: what waits a minute in production waits a round or two. */
const SETTINGS: Partial<SettlementSettings> = {
  maxPayoutsPerBatch: 12,
  replaceAfterMs: 400,
  refusedRetryMs: 0,
  resubmitBackoffMs: 0,
  maxTransactionsPerBatch: 1_000,
  maxAttemptsPerNonce: 60,
};
const MAX_ROUNDS = 600;
/** A round of settlement has about so many effects: statements, commits, requests. */
const MAX_EFFECTS_LIVED = 90;
const WEI_PER_GWEI = 1_000_000_000;
/** Above the cap on fees, so that settlement has to wait until gas is cheaper. */
const HIGHEST_BASE_FEE_GWEI = 600;

export interface Figures {
  readonly doubled: number;
  readonly missing: number;
}

export interface SeedResult extends Figures {
  readonly seed: number;
  readonly payouts: number;
  readonly ms: number;
  readonly rounds: number;
  readonly kills: number;
  readonly reorganisations: number;
  readonly feeSpikes: number;
  readonly requests: number;
  readonly lostRequests: number;
  readonly lostReplies: number;
  readonly delayedReceipts: number;
  readonly transactions: number;
  readonly attempts: number;
}

interface Run {
  readonly stage: Stage;
  readonly random: Random;
  readonly proxy: FaultyProxy;
  readonly counts: { kills: number; reorganisations: number; feeSpikes: number };
}

/** Pays everything through all faults, and then compares what each recipient has with what it was owed. */
export async function runSeed(
  ground: Ground,
  { seed, payouts }: { seed: number; payouts: number },
): Promise<SeedResult> {
  const startedAt = performance.now();
  const random = new Random(seed);
  const stage = await ground.open(SETTINGS);
  const proxy = await startFaultyProxy(ground.rpcUrl, new Random(random.int(0, 2 ** 31)), FAULTS);
  const run = { stage, random, proxy, counts: { kills: 0, reorganisations: 0, feeSpikes: 0 } };
  try {
    const wanted = await stage.requestAll(
      Array.from({ length: payouts }, () => ({ amount: BigInt(random.int(1, 100_000)) })),
    );
    await stage.node.setAutomine(false);
    const rounds = await settleThroughFaults(run);
    const { requests, ...lost } = proxy.seen;
    const spent = await countTransactions(stage);
    const ms = Math.round(performance.now() - startedAt);
    const figures = await compare(stage, wanted);
    return { seed, payouts, ...figures, ms, rounds, ...run.counts, requests, ...lost, ...spent };
  } finally {
    await proxy.close();
    await stage.close();
  }
}

/** @returns how many rounds it took */
async function settleThroughFaults(run: Run): Promise<number> {
  const { stage, random, proxy } = run;
  const worker = stage.createSettlement({ rpcUrl: proxy.url });
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    if (random.chance(FAULTS.kill)) await liveAndDie(run);
    else await settleAll(worker, CHAIN_ID);
    await disturbChain(run);
    await stage.index();
    const { settled = 0, ...others } = await stage.statuses();
    if (settled > 0 && Object.keys(others).length === 0) return round;
  }
  return MAX_ROUNDS;
}

/** A worker that does not live to see the end of its round; the next one knows nothing of it but the books. */
async function liveAndDie({ stage, random, proxy, counts }: Run): Promise<void> {
  const worker: Settlement = stage.createSettlement({ rpcUrl: proxy.url });
  const life = mortal(worker, random.int(1, MAX_EFFECTS_LIVED));
  await settleAll(life.settlement, CHAIN_ID).catch((error: unknown) => {
    if (!(error instanceof Died)) throw error;
  });
  await worker.pool.end();
  if (life.isDead()) counts.kills += 1;
}

async function disturbChain({ stage, random, counts }: Run): Promise<void> {
  const { node, rpc } = stage;
  if (random.chance(FAULTS.forgottenTransactions)) await stage.forgetTransactions();
  if (random.chance(FAULTS.feeSpike)) {
    counts.feeSpikes += 1;
    const baseFee = random.int(2, HIGHEST_BASE_FEE_GWEI) * WEI_PER_GWEI;
    await rpc("anvil_setNextBlockBaseFeePerGas", [`0x${baseFee.toString(16)}`]);
  }
  if (!random.chance(FAULTS.noBlock)) await node.mine({ blocks: 1 });
  if (random.chance(FAULTS.reorganisation)) {
    counts.reorganisations += 1;
    // Of blocks that are not final; their transactions are gone.
    await rpc("anvil_reorg", [random.int(1, FINALITY_DEPTH), []]);
  }
}

async function compare(stage: Stage, wanted: readonly Wanted[]): Promise<Figures> {
  let doubled = 0;
  let missing = 0;
  for (const { to, amount } of wanted) {
    const paid = await stage.paidQuanta(to);
    if (paid > amount) doubled += 1;
    if (paid < amount) missing += 1;
  }
  return { doubled, missing };
}

async function countTransactions({ owner }: Stage): Promise<{ transactions: number; attempts: number }> {
  const { rows } = await owner.query<{ transactions: number; attempts: number }>(
    `SELECT count(DISTINCT transaction_id)::integer AS transactions, count(*)::integer AS attempts
     FROM chain_transaction_attempts`,
  );
  return rows[0] ?? { transactions: 0, attempts: 0 };
}
