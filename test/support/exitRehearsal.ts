import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex } from "viem";
import { openCheckpointFolder } from "#backend/adapters/checkpointFolder.ts";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { publishLeaves } from "#backend/modules/checkpoints/checkpoints.jobs.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { balanceProofOf, readLeavesFile } from "#domain/api/leavesFile.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { causeIdOf } from "#domain/ledger/causeId.ts";
import { buildLiabilitiesTree, type LiabilitiesTree } from "#domain/ledger/liabilitiesTree.ts";
import { createTransfer, type TransferCode } from "#domain/ledger/transfer.ts";
import { checkProof } from "#scripts/exit/proofFile.ts";
import { runExit } from "#scripts/exit/runExit.ts";
import { connectVaultExit } from "#scripts/exit/vaultExit.ts";
import {
  admin,
  CHAIN_ID,
  deployHouse,
  PLAYER_QUANTA,
  player as whale,
} from "#test/backend/modules/settlement/deployedHouse.ts";
import { FINALITY_DEPTH, openStage } from "#test/backend/modules/settlement/stage.ts";
import { inPieces, type Player, playerOf } from "#test/support/rehearsalPlayers.ts";
import { createTestDatabase, startTestChain } from "#test/support/services.ts";

const WEI_PER_QUANTUM = 10n ** 9n;
const GAS_MONEY_WEI = 100n * 10n ** 18n;
const SEVEN_DAYS_S = 7 * 86_400;
const MAX_ROUNDS = 60;

export type Rehearsal = Awaited<ReturnType<typeof openRehearsal>>;

/**
 * A house at work: everybody deposits, some lose, some win, some withdraw. It ends right after its last checkpoint with
 * batches that are executed for good, executed a moment ago, and still waiting, and withdrawals in no batch yet.
 */
export async function openRehearsal(count: number) {
  const folder = mkdtempSync(join(tmpdir(), "fairhouse-exit-"));
  const database = await createTestDatabase();
  const { url: rpcUrl } = await startTestChain();
  const house = await deployHouse(rpcUrl, database.url);
  const stage = await openStage({ databaseUrl: database.url, rpcUrl, folder, house });
  const worker = stage.createSettlement();
  const vault = { address: house.vault, abi: vaultAbi } as const;
  const players = Array.from({ length: count }, (_, n) => playerOf(n));
  const firstWallet = whale.address.toLowerCase() as Hex;
  /** Who had deposited before the rehearsal began, and does nothing but leave. */
  const first: Player = { account: whale, wallet: firstWallet, deposited: PLAYER_QUANTA };

  async function deposit({ account, wallet }: Player, quanta: bigint): Promise<void> {
    const nonce = await stage.client.getTransactionCount({ address: wallet });
    const raw = await account.signTransaction({
      ...{ type: "eip1559", chainId: CHAIN_ID, nonce, gas: 200_000n, to: house.vault, data: "0xd0e30db0" },
      ...{ value: quanta * WEI_PER_QUANTUM, maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 1n },
    });
    await stage.client.sendRawTransaction({ serializedTransaction: raw });
  }

  /** What a bet does to the books: the player's money becomes the house's, or the other way round. */
  async function settleBet(player: Player, changeQuanta: bigint): Promise<void> {
    await inTransaction(stage.owner, async (client) => {
      const ownerId = await userIdOf(player);
      const [cash, bankroll] = await ensureAccounts(client, 1, [
        { kind: "player_cash", currency: "BNB", ownerId },
        { kind: "house_bankroll", currency: "BNB" },
      ]);
      const [player$, house$] = [
        { id: cash!, currency: "BNB" },
        { id: bankroll!, currency: "BNB" },
      ];
      const isWon = changeQuanta > 0n;
      const code: TransferCode = isWon ? "bet_payout" : "bet_stake";
      const transfer = createTransfer({
        causeId: causeIdOf("rehearsal", player.wallet, changeQuanta),
        leg: 0,
        code,
        debit: isWon ? house$ : player$,
        credit: isWon ? player$ : house$,
        amountMinor: isWon ? changeQuanta : -changeQuanta,
      });
      await postTransfers(client, 1, [transfer]);
    });
  }

  async function requestWithdrawal(player: Player, quanta: bigint): Promise<void> {
    await inTransaction(stage.owner, async (client) => {
      const ownerId = await userIdOf(player);
      const [cash, pending] = await ensureAccounts(client, 1, [
        { kind: "player_cash", currency: "BNB", ownerId },
        { kind: "withdrawal_pending", currency: "BNB", ownerId },
      ]);
      const id = causeIdOf("rehearsed withdrawal", player.wallet, quanta);
      const sides = { debit: { id: cash!, currency: "BNB" }, credit: { id: pending!, currency: "BNB" } };
      const order = {
        causeId: id,
        leg: 0,
        code: "withdrawal_requested",
        ...sides,
        amountMinor: quanta,
      } as const;
      await postTransfers(client, 1, [createTransfer(order)]);
      await client.query(
        `INSERT INTO withdrawals (tenant_id, id, user_id, currency, amount, to_address, status)
         VALUES (1, $1, $2, 'BNB', $3, $4, 'requested')`,
        [id, ownerId, quanta, player.wallet],
      );
    });
  }

  async function userIdOf({ wallet }: Player): Promise<string> {
    const found = await stage.owner.query("SELECT id FROM users WHERE wallet_address = $1", [wallet]);
    return found.rows[0].id;
  }

  async function settleEverything(): Promise<void> {
    for (let rounds = 0; rounds < MAX_ROUNDS; rounds += 1) {
      await stage.round(worker);
      await stage.node.mine({ blocks: FINALITY_DEPTH + 1 });
      await stage.index();
      const open = await stage.owner.query(
        "SELECT FROM withdrawals WHERE status NOT IN ('settled', 'cancelled')",
      );
      if (open.rows.length === 0) return;
    }
    throw new Error("the withdrawals were not settled");
  }

  /** The leaves as anybody has them, and the tree that anybody makes of them. */
  async function publicTree(): Promise<{
    tree: LiabilitiesTree;
    proofOf: (wallet: Hex) => ReturnType<typeof checkProof>;
  }> {
    const path = join(folder, "leaves");
    await publishLeaves({ pool: worker.pool, chainId: CHAIN_ID, folder: openCheckpointFolder(path) });
    const files = readdirSync(path).map((name) => readLeavesFile(readFileSync(join(path, name), "utf8")));
    const { place, leaves } = files.toSorted((a, b) => Number(b.place.epoch) - Number(a.place.epoch))[0]!;
    const tree = buildLiabilitiesTree(place.token as Hex, leaves);
    return { tree, proofOf: (wallet) => checkProof(balanceProofOf(place, tree, wallet)) };
  }

  /** One player leaves. @returns what was paid, and what the command said */
  async function leave(player: Player, proof: ReturnType<typeof checkProof>, isActivationWanted = false) {
    const lines: string[] = [];
    const paid = await runExit({
      exit: connectVaultExit(rpcUrl, proof),
      proof,
      to: player.wallet,
      mode: "send",
      isActivationWanted,
      signer: async () => player.account,
      print: (line) => void lines.push(line),
    });
    return { paid, lines };
  }

  return {
    ...stage,
    worker,
    players,
    first,
    folder,
    rpcUrl,
    deposit,
    settleBet,
    requestWithdrawal,
    settleEverything,
    publicTree,
    leave,
    vaultQuanta: async () => (await stage.client.getBalance({ address: house.vault })) / WEI_PER_QUANTUM,
    read: {
      liabilities: () =>
        stage.client.readContract({ ...vault, functionName: "liabilities", args: [NATIVE_TOKEN] }),
      surplus: () => stage.client.readContract({ ...vault, functionName: "surplus", args: [NATIVE_TOKEN] }),
      terms: () => stage.client.readContract({ ...vault, functionName: "exitTermsOf", args: [NATIVE_TOKEN] }),
      checkpoint: () =>
        stage.client.readContract({ ...vault, functionName: "checkpointOf", args: [NATIVE_TOKEN] }),
    },

    async fundEverybody(): Promise<void> {
      const rich = toHex(GAS_MONEY_WEI);
      await inPieces(players, ({ wallet }) => stage.rpc("anvil_setBalance", [wallet, rich]));
      await inPieces(players, (player) => deposit(player, player.deposited));
      await stage.node.mine({ blocks: FINALITY_DEPTH + 1 });
      await stage.index();
    },

    /** The next hourly checkpoint, an hour early. */
    async publishNow(): Promise<void> {
      await stage.owner.query("UPDATE checkpoints SET created_at = created_at - interval '1 hour'");
      await stage.round(worker);
      await stage.index();
    },

    async stopPayouts(): Promise<void> {
      await stage.owner.query(
        "INSERT INTO kill_switches (tenant_id, name, reason) VALUES (1, 'payouts', 'rehearsal')",
      );
    },

    async passSevenDays(): Promise<void> {
      await stage.node.increaseTime({ seconds: SEVEN_DAYS_S });
      await stage.node.mine({ blocks: 1 });
    },

    /** Takes the house's own surplus out, as the treasury. */
    async takeSurplus(): Promise<bigint> {
      const quanta = await stage.client.readContract({
        ...vault,
        functionName: "surplus",
        args: [NATIVE_TOKEN],
      });
      if (quanta === 0n) return 0n;
      const args = [NATIVE_TOKEN, `0x${"7e".repeat(20)}`, quanta] as const;
      const call = { ...vault, functionName: "treasuryTransfer", args, account: admin } as const;
      await stage.client.waitForTransactionReceipt({ hash: await stage.wallet.writeContract(call) });
      return quanta;
    },

    async close(): Promise<void> {
      await stage.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
