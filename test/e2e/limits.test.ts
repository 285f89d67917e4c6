import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { epochProof } from "#domain/api/epochs.ts";
import { BrowserStage, DESKTOP, PHONE } from "#test/support/browserStage.ts";
import { awayFromMidnight } from "#test/support/calendar.ts";
import { bet, connectWith, deposit, signIn, untilSignedIn } from "#test/support/visitor.ts";

const EPOCH_TIMEOUT_MS = 120_000;
const WAGER_LIMIT = "Wager limit a day";

let stage: BrowserStage;

beforeAll(async () => {
  stage = await BrowserStage.open();
});
afterEach(() => stage.closePages());
afterAll(() => stage?.close());

describe("a player's own limits in a browser", () => {
  test("default: a limit refuses in words, a raise waits a day, and whoever is excluded cannot bet", async () => {
    await awayFromMidnight();
    const { page, failures } = await playerAtWallet("1");
    await openLimits(page);
    await setLimit(page, { press: `Set: ${WAGER_LIMIT}`, amount: "0.015", confirm: "Set at once" });
    await page.goto(`${stage.web}/games/dice`);
    await untilSignedIn(page);
    await bet(page, "0.01");
    await page.getByRole("link", { name: "View bet" }).waitFor();
    await bet(page, "0.01");
    await page.getByText("Your wager limit of 0.015 BNB a day leaves 0.005 BNB for a stake now.").waitFor();

    await page.getByRole("link", { name: "Your limits" }).click();
    await page.getByText("0.01 BNB used").waitFor();
    await setLimit(page, { press: `Change: ${WAGER_LIMIT}`, amount: "1", confirm: "Raise in 24 hours" });
    await page.getByText(/^1\.00 BNB from /).waitFor();
    await setLimit(page, { press: `Change: ${WAGER_LIMIT}`, amount: "0.015", confirm: "Take it back" });
    await page.getByText(/^1\.00 BNB from /).waitFor({ state: "detached" });

    await page.getByLabel("For how long").selectOption({ label: "24 hours" });
    await page.getByRole("button", { name: "Exclude myself …" }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: "Exclude myself" });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByRole("checkbox").check();
    await confirm.click();
    await page.getByText(/^You have excluded yourself from play until /).waitFor();
    await expectNoFaults(page);
    await page.goto(`${stage.web}/games/dice`);
    await untilSignedIn(page);
    await page.getByText(/^No bet is taken until /).waitFor();
    expect(await page.getByRole("button", { name: "You have excluded yourself" }).isDisabled()).toBe(true);
    expect(failures).toEqual([]);
  });
});

describe("commitments on the chain in a browser", () => {
  test("default: a bet's commitment is proven against the chain, and a proof that was changed is not", async () => {
    const { page, failures } = await playerAtWallet("1");
    await page.goto(`${stage.web}/games/dice`);
    await untilSignedIn(page);
    await bet(page, "0.01");
    await page.getByRole("link", { name: "View bet" }).click();
    const question = page.getByRole("link", { name: "Was it anchored?" });
    await question.waitFor();
    await anchorNow();
    await question.click();
    await page.getByText(/^Proven: the seed is in epoch \d+, and the registry holds its root/).waitFor();
    await page.getByText("That was after the bet").waitFor();
    await page.getByText("Test Wallet", { exact: true }).click();
    await page.getByText(/holds its root, as Test Wallet says\.$/).waitFor();

    await page.getByText("Step by step").click();
    await page.getByText("Without this page").click();
    await page.getByText(/npm run --silent verify -- --epoch-proof/).waitFor();
    for (const viewport of [DESKTOP, PHONE]) {
      await page.setViewportSize(viewport);
      await expectNoFaults(page);
    }

    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the proof" }).click();
    const proof = epochProof.parse(JSON.parse(await readFile(await (await downloading).path(), "utf8")));
    await page.getByRole("tab", { name: "From a file" }).click();
    await choose(page, JSON.stringify(proof));
    await page.getByText(/^Proven: /).waitFor();
    const other = proof.proof.hash.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
    await choose(page, JSON.stringify({ ...proof, proof: { ...proof.proof, hash: other } }));
    await page.getByText(/^Not proven: /).waitFor();
    await choose(
      page,
      JSON.stringify({ ...proof, epoch: { ...proof.epoch, registry: `0x${"12".repeat(20)}` } }),
    );
    await page.getByText(/^This proof names another registry/).waitFor();
    await choose(page, "no proof");
    await page.getByText("This is no proof of an epoch.").waitFor();
    expect(await page.getByText(/^Proven: /).count()).toBe(0);
    expect(failures).toEqual([]);
  });
});

async function playerAtWallet(coins: string): Promise<{ page: Page; failures: string[] }> {
  const opened = await stage.page({ wallet: await stage.fundedWallet() });
  await opened.page.goto(`${stage.web}/wallet`);
  await connectWith(opened.page, /Test Wallet/);
  await signIn(opened.page);
  await deposit(opened.page, coins);
  return opened;
}

async function openLimits(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "Your limits" }).click();
  await page.getByRole("heading", { name: "Your limits" }).waitFor();
}

async function setLimit(
  page: Page,
  { press, amount, confirm }: { readonly press: string; readonly amount: string; readonly confirm: string },
): Promise<void> {
  await page.getByRole("button", { name: press }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("At most").fill(amount);
  await dialog.getByRole("button", { name: confirm }).click();
  await dialog.waitFor({ state: "detached" });
}

/** Lets an hour pass for the house, so that it makes its next epoch, and waits until the chain has it. */
async function anchorNow(): Promise<void> {
  const [{ newest } = { newest: "0" }] = await stage.house.query<{ newest: string }>(
    "SELECT max(epoch)::text AS newest FROM fairness_epochs",
  );
  await stage.house.query("UPDATE fairness_epochs SET built_at = built_at - interval '1 hour'");
  await expect
    .poll(() => stage.house.query("SELECT FROM fairness_anchors WHERE epoch > $1::bigint", [newest]), {
      timeout: EPOCH_TIMEOUT_MS,
    })
    .not.toEqual([]);
}

async function choose(page: Page, text: string): Promise<void> {
  const file = { name: "proof.json", mimeType: "application/json", buffer: Buffer.from(text) };
  await page.locator("input[type=file]").setInputFiles(file);
}

async function expectNoFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${page.url()} ${id} ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, "must not scroll sideways").toBeLessThanOrEqual(0);
}
