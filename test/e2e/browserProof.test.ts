import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import {
  type Address,
  createPublicClient,
  createTestClient,
  http,
  parseAbiItem,
  parseEther,
  publicActions,
} from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type BalanceProof, balanceProof } from "#domain/api/checkpoints.ts";
import { houseFolders } from "#scripts/start/folders.ts";
import { BrowserStage, DESKTOP, PHONE } from "#test/support/browserStage.ts";
import type { BrowserWallet } from "#test/support/browserWallet.ts";
import { askToWithdraw, connectWith, deposit, signIn, untilSignedIn } from "#test/support/visitor.ts";

const PAYOUT_TIMEOUT_MS = 120_000;
const EXIT_DELAY_S = 7 * 24 * 3_600;
const MAX_OPENINGS = 6;
const GONE_TIMEOUT_MS = 20_000;
const ALL_LOOKS = [
  { name: "desktop", viewport: DESKTOP, theme: "light" },
  { name: "phone", viewport: PHONE, theme: "dark" },
  { name: "desktop", viewport: DESKTOP, theme: "dark" },
  { name: "phone", viewport: PHONE, theme: "light" },
] as const;
/** Each size and each theme once; every pair of them when there is time. */
const LOOKS = process.env.FUZZ === "long" ? ALL_LOOKS : ALL_LOOKS.slice(0, 2);
/** All that makes the house a house; the chain and the server of the dApp's pages stay. */
const HOUSE = ["api", "worker", "indexer", "signer"];
const SIGNATURES = {
  opened: parseAbiItem("event ExitActivated(address indexed, uint64, uint256, uint256)"),
  left: parseAbiItem(
    "event Exited(address indexed, address indexed, bytes32 indexed, address, uint256, uint256)",
  ),
  leftDeposits: parseAbiItem(
    "event DepositsExited(address indexed, address indexed, address, uint256, uint256)",
  ),
};

let stage: BrowserStage;
let player: BrowserWallet;
let proof: BalanceProof;

/** A player whom the last checkpoint owes 1.75, and who paid in another 0.5 since. */
beforeAll(async () => {
  stage = await BrowserStage.open();
  player = await stage.fundedWallet();
  const { page } = await stage.page({ wallet: player });
  await page.goto(`${stage.web}/wallet`);
  await connectWith(page, /Test Wallet/);
  await signIn(page);
  await deposit(page, "2");
  await askToWithdraw(page, "0.25");
  await page.getByText("Paid. The coins are in your wallet.").waitFor({ timeout: PAYOUT_TIMEOUT_MS });
  await page.goto(`${stage.web}/wallet`);
  await untilSignedIn(page);
  await deposit(page, "0.5");

  await page.goto(`${stage.web}/wallet/proof`);
  await page.getByText(/^Proven: the vault's checkpoint \d+ carries 2\.00 BNB for you\.$/).waitFor();
  expect(await page.getByText("Paid in after the checkpoint0.50 BNB").count()).toBe(1);
  expect(await page.getByText("Yours on the chain2.25 BNB").count()).toBe(1);
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download proof file" }).click();
  const saved = await (await downloading).path();
  proof = balanceProof.parse(JSON.parse(await readFile(saved, "utf8")));
  await stage.closePages();
});
afterEach(() => stage.closePages());
afterAll(() => stage?.close());

describe("a player's proof", () => {
  test("default: the file names the player, the vault and each amount", async () => {
    expect(proof.account).toBe(player.account.address.toLowerCase());
    expect(proof.vault).toBe((await stage.house.state()).vault?.toLowerCase());
    expect(proof.leaves.map(({ quanta }) => quanta).sort()).toEqual(["1750000000", "250000000"]);
  });

  test("behavior: its page has no accessibility fault, its details included", async () => {
    const { page, failures } = await stage.page({ wallet: player });
    await page.goto(`${stage.web}/wallet/proof`);
    await connectWith(page, /Test Wallet/);
    await signIn(page);
    await page.getByText(/^Proven: /).waitFor();
    await page.getByText("Step by step").click();
    await page.getByText("The root that the vault stores").waitFor();
    for (const viewport of [DESKTOP, PHONE]) {
      await page.setViewportSize(viewport);
      await expectNoFaults(page);
    }
    expect(failures).toEqual([]);
  });

  test("behavior: the page of what the house owes agrees with the vault", async () => {
    const { page, failures } = await stage.page();
    await page.goto(`${stage.web}/transparency`);
    await page.getByText("The house and the vault say the same, to the last unit.").waitFor();
    await page.getByText("The vault holds all that it owes.").waitFor();
    expect(failures).toEqual([]);
  });
});

describe("the way out", () => {
  test("behavior: a file that was changed, or is of another vault or chain, is refused in one sentence", async () => {
    const { page, failures } = await stage.page({ wallet: player });
    await page.goto(`${stage.web}/exit`);
    const [free, ...others] = proof.leaves;
    await choose(page, { ...proof, leaves: [{ ...free!, quanta: "1750000001" }, ...others] });
    await page.getByText(/^This proof file was changed/).waitFor();
    await choose(page, "not a proof");
    await page.getByText(/^This is no proof file/).waitFor();
    await choose(page, { ...proof, chainId: 1 });
    await page.getByRole("button", { name: "Connect Test Wallet" }).click();
    await page.getByText("The vault is on chain 1, your wallet on chain 31337.").waitFor();
    await choose(page, { ...proof, vault: `0x${"12".repeat(20)}` });
    await page.getByText(/^There is no vault at 0x1212/).waitFor();
    expect(await page.getByRole("button", { name: "Take out" }).count()).toBe(0);
    expect(failures).toEqual([]);
  });

  test("behavior: another account is told apart, and while the house lives the exit is closed", async () => {
    const { page, failures } = await stage.page({ wallet: await stage.wallet() });
    await page.goto(`${stage.web}/exit`);
    await choose(page, proof);
    await page.getByRole("button", { name: "Connect Test Wallet" }).click();
    await page.getByText(/^This file belongs to/).waitFor();
    await page.getByText("Your file is proven").waitFor();
    await page.getByText(/^The exit is closed/).waitFor();
    expect(await page.getByRole("button", { name: /Take out|Open the exit/ }).count()).toBe(0);
    expect(failures).toEqual([]);
  });

  test("behavior: everybody's leaves do as well as a proof of one's own", async () => {
    const { api } = (await stage.house.state()).urls;
    const leaves = await fetch(`${api}/v1/checkpoints/BNB/${proof.epoch}/leaves`);
    const { page, failures } = await stage.page({ wallet: player });
    await page.goto(`${stage.web}/exit`);
    await choose(page, await leaves.text());
    await page.getByText("Leaves of everybody").waitFor();
    await page.getByRole("button", { name: "Connect Test Wallet" }).click();
    await page.getByText("Your file is proven").waitFor();
    await page.getByRole("listitem").filter({ hasText: "Balance" }).getByText("1.75 BNB").waitFor();
    expect(failures).toEqual([]);
  });

  test.each(LOOKS)("behavior: no accessibility fault on $name in $theme", async ({ viewport, theme }) => {
    const { page, failures } = await stage.page({ viewport, theme });
    await page.goto(`${stage.web}/wallet/proof`);
    await page.getByText("Your proof appears here").waitFor();
    await expectNoFaults(page);
    await page.goto(`${stage.web}/exit`);
    await choose(page, proof);
    await page.getByText("Your file is proven").waitFor();
    await expectNoFaults(page);
    expect(failures).toEqual([]);
  });

  test("behavior: with the house gone for seven days, everything leaves through the page, to the wei", async () => {
    const revive = await silenceHouse();
    try {
      const transport = http(stage.chainUrl);
      const chain = createTestClient({ mode: "anvil", transport }).extend(publicActions);
      await chain.increaseTime({ seconds: EXIT_DELAY_S });
      await chain.mine({ blocks: 1 });
      const { page, failures } = await stage.page({ wallet: player });
      await openWithoutHouse(page);
      await choose(page, proof);
      await page.getByText("Use a node of your own choice").click();
      await page.getByLabel("Address of the node").fill(stage.chainUrl);
      await page.getByText("The house has been silent for too long: the exit can be opened now.").waitFor();
      await page.getByLabel("Address of the node").fill("");
      await page.getByRole("button", { name: "Connect Test Wallet" }).click();

      const balance = await chain.getBalance({ address: vaultOf(proof) });
      await chain.setBalance({ address: vaultOf(proof), value: parseEther("0.9") });
      await page.getByText("The vault holds less than it owes: every claim is paid 40.00 %.").waitFor();
      await page.getByText("1.75 BNB – you receive 0.70 BNB").waitFor();
      await chain.setBalance({ address: vaultOf(proof), value: balance });
      await page.getByText("you receive").first().waitFor({ state: "detached" });

      const before = await player.coins();

      await page.getByRole("button", { name: "Open the exit for everybody" }).click();
      await page.getByText("The exit is open.", { exact: true }).waitFor();
      player.willReject = true;
      await page.getByRole("button", { name: "Take out" }).first().click();
      await page.getByText("You declined in your wallet. Nothing was sent.").waitFor();
      for (const row of ["Balance", "Paid in after the checkpoint"]) {
        const item = page.getByRole("listitem").filter({ hasText: row });
        await item.getByRole("button", { name: "Take out" }).click();
        await item.getByText("Done. The money is in your wallet.").waitFor();
      }
      await page.getByText("Has left").waitFor();
      await page.getByText("Was paid").waitFor();
      expect(await page.getByRole("button", { name: "Take out" }).count()).toBe(0);
      expect((await player.coins()) - before).toBe(parseEther("2.25") - (await feesPaid()));

      await page.reload();
      await choose(page, proof);
      await page.getByText("Has left").waitFor();
      expect(await page.getByRole("button", { name: "Take out" }).count()).toBe(0);
      expect(failures).toEqual([]);
    } finally {
      revive();
    }
  });
});

async function choose(page: Page, content: BalanceProof | string): Promise<void> {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const file = { name: "proof.json", mimeType: "application/json", buffer: Buffer.from(text) };
  await page.locator("input[type=file]").setInputFiles(file);
}

async function expectNoFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${page.url()} ${id} ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, "must not scroll sideways").toBeLessThanOrEqual(0);
}

/** Stops the house for good: its processes are killed, and who would start them again is frozen until it is revived. */
async function silenceHouse(): Promise<() => void> {
  const { lockFile } = houseFolders(stage.house.stateDir);
  const { pid } = z.object({ pid: z.int() }).parse(JSON.parse(await readFile(lockFile, "utf8")));
  process.kill(pid, "SIGSTOP");
  for (const running of (await stage.house.state()).processes)
    if (HOUSE.includes(running.name)) process.kill(running.pid, "SIGKILL");
  return () => process.kill(pid, "SIGCONT");
}

/** The server of the pages remembers the house for some seconds; after that a page knows nothing of it. */
async function openWithoutHouse(page: Page): Promise<void> {
  for (let attempt = 0; attempt < MAX_OPENINGS; attempt++) {
    await page.goto(`${stage.web}/exit`);
    const isGone = page.getByText("The house cannot be reached.").waitFor({ timeout: GONE_TIMEOUT_MS });
    if (
      await isGone.then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error("the page still knows the house");
}

function vaultOf({ vault }: BalanceProof): Address {
  return `0x${vault.slice(2)}`;
}

/** What the player's transactions since the house went have cost, in wei. */
async function feesPaid(): Promise<bigint> {
  const client = createPublicClient({ transport: http(stage.chainUrl) });
  const logs = await Promise.all(
    Object.values(SIGNATURES).map((event) => client.getLogs({ event, fromBlock: 0n })),
  );
  const hashes = new Set(logs.flat().map(({ transactionHash }) => transactionHash));
  expect(hashes.size).toBe(3);
  const receipts = await Promise.all([...hashes].map((hash) => client.getTransactionReceipt({ hash })));
  return receipts.reduce((sum, { gasUsed, effectiveGasPrice }) => sum + gasUsed * effectiveGasPrice, 0n);
}
