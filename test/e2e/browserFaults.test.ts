import type { Page } from "playwright-core";
import { createTestClient, type Hex, http, parseEther } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BrowserStage } from "#test/support/browserStage.ts";
import type { BrowserWallet } from "#test/support/browserWallet.ts";
import {
  askToDeposit,
  askToWithdraw,
  bet,
  connectWith,
  deposit,
  signIn,
  untilSignedIn,
} from "#test/support/visitor.ts";

const PAYOUT_TIMEOUT_MS = 120_000;
/** Code of an account that refuses whatever it is sent. */
const REFUSING_CODE: Hex = "0x60006000fd";

let stage: BrowserStage;

beforeAll(async () => {
  stage = await BrowserStage.open();
});
afterEach(() => stage.closePages());
afterAll(() => stage?.close());

/** A player at the wallet screen, signed in. */
async function playerAtWallet(): Promise<{ page: Page; wallet: BrowserWallet; failures: string[] }> {
  const wallet = await stage.fundedWallet();
  const { page, failures } = await stage.page({ wallet });
  await page.goto(`${stage.web}/wallet`);
  await connectWith(page, /Test Wallet/);
  await signIn(page);
  return { page, wallet, failures };
}

describe("when something goes wrong in front of a player", () => {
  test("behavior: a deposit that the wallet declines leaves everything as it was, and can be asked again", async () => {
    const { page, wallet, failures } = await playerAtWallet();
    await page.getByText("In wallet 10.00").waitFor();
    wallet.willReject = true;
    await askToDeposit(page, "1");
    await page.getByText("You declined in your wallet. Nothing was sent.").waitFor();
    await page.getByText("In wallet 10.00").waitFor();
    await deposit(page, "1");
    expect(failures).toEqual([]);
  });

  test("behavior: a deposit on its way is still in the activity after a reload", async () => {
    const { page, failures } = await playerAtWallet();
    const chain = createTestClient({ mode: "anvil", transport: http(stage.chainUrl) });
    // No block comes until the page has been looked at again.
    await chain.setIntervalMining({ interval: 0 });
    try {
      await askToDeposit(page, "1");
      await page.getByText("Waiting for a block").first().waitFor();
      await page.reload();
      await untilSignedIn(page);
      await page.getByRole("button", { name: "Activity, 1 under way" }).click();
    } finally {
      await chain.setIntervalMining({ interval: 1 });
    }
    const line = page.getByRole("dialog").getByRole("listitem");
    await line.getByText("Credited", { exact: true }).waitFor();
    expect(await line.count()).toBe(1);
    expect(failures).toEqual([]);
  });

  test("behavior: a payout that the wallet refused can be claimed, and the receipt stays", async () => {
    const { page, wallet, failures } = await playerAtWallet();
    const chain = createTestClient({ mode: "anvil", transport: http(stage.chainUrl) });
    const { address } = wallet.account;
    await deposit(page, "2");
    await chain.setCode({ address, bytecode: REFUSING_CODE });
    await askToWithdraw(page, "1");
    const claim = page.getByRole("button", { name: "Claim from the vault" });
    await claim.waitFor({ timeout: PAYOUT_TIMEOUT_MS });
    await chain.setCode({ address, bytecode: "0x" });
    const before = await wallet.coins();
    await claim.click();
    await page.getByText("Claimed. The coins are in your wallet.").waitFor();
    await claim.waitFor({ state: "detached" });
    expect(await page.getByText("Claimed. The coins are in your wallet.").isVisible()).toBe(true);
    const gained = (await wallet.coins()) - before;
    expect(gained).toBeLessThan(parseEther("1"));
    expect(gained).toBeGreaterThan(parseEther("0.99"));
    expect(failures).toEqual([]);
  });

  test("behavior: another account in the wallet is told apart from the session, and brings nothing along", async () => {
    const { page, wallet, failures } = await playerAtWallet();
    await deposit(page, "1");
    const history = page.getByText("Deposit of 1 BNB, credited");
    await history.waitFor();
    const first = wallet.account.address.toLowerCase();
    await wallet.changeAccount();
    await page.getByText(`you are signed in as ${first.slice(0, 6)}`).waitFor();
    await page.getByRole("button", { name: /^Sign in as/ }).click();
    await page.getByText("Nothing has changed your balance yet").waitFor();
    expect(await history.count()).toBe(0);
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByText(wallet.account.address.toLowerCase()).waitFor();
    expect(failures).toEqual([]);
  });

  test("behavior: a bet in flight when the API dies is settled once, by asking again", async () => {
    const { page, failures } = await playerAtWallet();
    await deposit(page, "1");
    await page.goto(`${stage.web}/games/dice`);
    await untilSignedIn(page);
    await page.getByText("Available 1.00").waitFor();
    await page.getByLabel("Stake", { exact: true }).fill("0.05");
    // Only a live connection makes the button say so.
    await page.getByRole("main").getByRole("button", { name: "Bet", exact: true }).waitFor();

    await freezeApi();
    await bet(page, "0.05");
    await page.getByRole("button", { name: "Placing bet" }).waitFor();
    await stage.house.kill("api");
    const banner = page.getByText("The live connection is lost.");
    await banner.waitFor();
    await banner.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Ask again" }).click();
    await page.getByText(/^Rolled /).waitFor();
    const [bets] = await stage.house.query<{ count: string; net: string }>(
      "SELECT count(*), sum(payout - stake) AS net FROM bets",
    );
    expect(bets?.count).toBe("1");
    const available = 1_000_000_000n + BigInt(bets?.net ?? 0);
    await page.getByText(`Available ${Number(available) / 1e9}`).waitFor();
    expect(failures).toEqual([]);
  });
});

/** The API still holds its connections and answers nothing, so that what is sent to it now is lost when it dies. */
async function freezeApi(): Promise<void> {
  const { processes } = await stage.house.state();
  const api = processes.find(({ name }) => name === "api");
  if (api === undefined) throw new Error("the API is not running");
  process.kill(api.pid, "SIGSTOP");
}
