import type pg from "pg";
import type { PublicClient } from "viem";
import { asking } from "#backend/adapters/chainFailure.ts";
import type { Clock } from "#backend/adapters/clock.ts";
import { readTransferRight, readVaultStanding, type VaultStanding } from "#backend/adapters/vaultStanding.ts";
import type { Database } from "#backend/db/client.ts";
import { UnknownCurrency } from "#backend/modules/casino/betRefusals.ts";
import type {
  GasTankView,
  TreasuryReport,
  TreasuryTransferPlan,
  TreasuryTransferRequest,
  VaultStandingView,
} from "#domain/api/treasury.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { FairhouseError } from "#domain/errors.ts";
import { parseMinor } from "#domain/money/amount.ts";
import { requireTransferable } from "#domain/settlement/treasuryTransfer.ts";
import { findGasTanks, findTreasury, readBooks, type TreasuryToken } from "./treasury.store.ts";
import { planTransfer } from "./treasuryPlan.ts";

/** The account that was named may not take anything out of the vault. */
export class TreasuryRoleMissing extends FairhouseError {
  readonly code = "TREASURY_ROLE_MISSING";
  readonly from: string;

  constructor(from: string) {
    super(`${from} does not hold the vault's treasury role: name the account that does.`);
    this.from = from;
  }
}

/** Coins would be lost, or stay where they are. */
export class TreasuryReceiverUnfit extends FairhouseError {
  readonly code = "TREASURY_RECEIVER_UNFIT";
  readonly to: string;

  constructor(to: string) {
    super(`${to} cannot receive a transfer: name an account that is neither zero nor the vault.`);
    this.to = to;
  }
}

/** The house has no vault on the chain that this process serves. */
export class NoVault extends FairhouseError {
  readonly code = "NO_VAULT";

  constructor() {
    super("This house has no vault on this chain yet: deploy and register one.");
  }
}

export interface Treasury {
  /** @param isStaff whether the gas money behind the vault is shown */
  report(tenantId: number, isStaff: boolean): Promise<TreasuryReport>;
  /**
   * @throws UnknownCurrency, NoVault, TreasuryReceiverUnfit, ExitUnderWay, CheckpointStale, SurplusExceeded,
   *   TreasuryRoleMissing, ChainUnavailable
   */
  plan(tenantId: number, request: TreasuryTransferRequest): Promise<TreasuryTransferPlan>;
}

export interface TreasuryDeps {
  readonly pool: pg.Pool;
  readonly db: Database;
  readonly client: PublicClient;
  readonly chainId: number;
  readonly clock: Clock;
}

/** The chain is asked at most so often for a house, however many look at its treasury. */
const STANDING_MAX_AGE_MS = 3_000;
const STANDING_PATIENCE_MS = 2_000;

export function createTreasury({ pool, db, client, chainId, clock }: TreasuryDeps): Treasury {
  const known = new Map<number, { readAt: number; standings: Promise<VaultStandingView[] | null> }>();

  function standingsOf(tenantId: number): Promise<VaultStandingView[] | null> {
    const now = clock.now();
    const latest = known.get(tenantId);
    if (latest !== undefined && now - latest.readAt < STANDING_MAX_AGE_MS) return latest.standings;
    // The books do not wait for a chain that is slow to answer.
    const patience = new Promise<null>((resolve) => setTimeout(resolve, STANDING_PATIENCE_MS, null).unref());
    const standings = Promise.race([readStandings(tenantId).catch(() => null), patience]);
    known.set(tenantId, { readAt: now, standings });
    return standings;
  }

  async function readStandings(tenantId: number): Promise<VaultStandingView[]> {
    const treasury = await findTreasury(pool, tenantId, chainId);
    if (treasury === null) return [];
    const { vault, tokens } = treasury;
    const read = async ({ currency, token }: TreasuryToken) =>
      toView({ vault, currency }, await readVaultStanding(client, vault, token));
    return Promise.all(tokens.map(read));
  }

  async function readGas(tenantId: number): Promise<GasTankView[] | null> {
    const tanks = await findGasTanks(pool, tenantId, chainId);
    const read = async ({ address, pays }: (typeof tanks)[number]) => {
      const balanceWei = await asking("a balance", client.getBalance({ address }));
      return { address, pays, balanceWei: balanceWei.toString() };
    };
    return Promise.all(tanks.map(read)).catch(() => null);
  }

  return {
    async report(tenantId, isStaff) {
      const [items, vaults, gas] = await Promise.all([
        readBooks(db.forTenant(tenantId)),
        standingsOf(tenantId),
        isStaff ? readGas(tenantId) : null,
      ]);
      return { items, vaults, gas };
    },

    async plan(tenantId, { currency, amount, ...request }) {
      const treasury = await findTreasury(pool, tenantId, chainId);
      if (treasury === null) throw new NoVault();
      const { vault, tokens } = treasury;
      const token = tokens.find((candidate) => candidate.currency === currency)?.token;
      if (token === undefined) throw new UnknownCurrency(currency);
      const [from, to] = [lowerCase(request.from), lowerCase(request.to)];
      if (to === NATIVE_TOKEN || to === vault) throw new TreasuryReceiverUnfit(to);

      const quanta = parseMinor(amount);
      const standing = await readVaultStanding(client, vault, token);
      requireTransferable(quanta, { ...standing, publishedAt: standing.checkpoint?.publishedAt ?? null });
      const right = await readTransferRight(client, vault, from);
      if (!right.isImmediate && right.delaySeconds === 0) throw new TreasuryRoleMissing(from);
      const plan = planTransfer({ vault, token, from, to, quanta, right });
      const surplus = standing.surplusQuanta.toString();
      return { chainId, vault, currency, amount, to, from, surplus, ...plan };
    },
  };
}

function toView(
  { vault, currency }: { vault: EvmAddress; currency: string },
  standing: VaultStanding,
): VaultStandingView {
  const { checkpoint, now } = standing;
  return {
    vault,
    currency,
    balance: standing.balanceQuanta.toString(),
    liabilities: standing.liabilitiesQuanta.toString(),
    surplus: standing.surplusQuanta.toString(),
    credits: standing.creditsQuanta.toString(),
    outflowRoom: standing.outflowQuanta.toString(),
    signerEpoch: standing.signerEpoch.toString(),
    arePayoutsPaused: standing.arePayoutsPaused,
    isExitActive: standing.isExitActive,
    checkpoint: checkpoint && {
      epoch: checkpoint.epoch.toString(),
      root: checkpoint.root,
      total: checkpoint.total.toString(),
      publishedAt: new Date(Number(checkpoint.publishedAt) * 1_000).toISOString(),
      ageSeconds: Number(now - checkpoint.publishedAt),
    },
  };
}

function lowerCase(address: string): EvmAddress {
  return `0x${address.slice("0x".length).toLowerCase()}`;
}
