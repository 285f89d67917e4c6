import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseMajor } from "#domain/money/amount.ts";
import { BrowserStage, DESKTOP, PHONE } from "#test/support/browserStage.ts";
import type { BrowserWallet } from "#test/support/browserWallet.ts";
import { bet, connectWith, deposit, signIn, untilSignedIn } from "#test/support/visitor.ts";

const DECIMALS = 9;
/** 0.01 BNB at an edge of 1 %, of which the agent is given 30 %. */
const STAKE = "0.01";
const EARNED_MINOR = 30_000n;

let stage: BrowserStage;
let admin: Page;
let agent: Page;
let player: Page;
const failures: string[][] = [];

beforeAll(async () => {
  stage = await BrowserStage.open();
  const [adminWallet, agentWallet, playerWallet] = [
    await stage.wallet(),
    await stage.wallet(),
    await stage.fundedWallet(),
  ];
  await stage.house.query(
    "INSERT INTO users (tenant_id, wallet_address, role) SELECT id, lower($1), 'admin' FROM tenants WHERE slug = 'main'",
    [adminWallet.account.address],
  );
  [admin, agent, player] = await Promise.all([
    officeOf(adminWallet),
    officeOf(agentWallet),
    officeOf(playerWallet),
  ]);
});
afterAll(() => stage?.close());

describe("the agents' office in a browser", () => {
  test("default: from an invitation to a commission, down to its bet", async () => {
    await join(agent, await invite(admin, "Agent"));
    await agent.getByRole("link", { name: "To the agents' office" }).click();
    await agent.getByText("Nobody is below you yet").waitFor();
    await join(player, await invite(agent, "Player"));
    await player.goto(`${stage.web}/wallet`);
    await untilSignedIn(player);
    await deposit(player, "1");

    await openOnlyAgent(admin);
    await admin.getByLabel("Revenue share", { exact: true }).fill("61");
    await admin.getByText(/would give away 61 % .+ its ceiling is 60 %/).waitFor();
    await admin.getByText("At most 60 % of the edge fits, with the rebate as it is.").waitFor();
    const save = admin.getByRole("button", { name: "Set these rates" });
    expect(await save.isDisabled()).toBe(true);
    await admin.getByLabel("Revenue share", { exact: true }).fill("30");
    await save.click();
    await admin.getByText("The rates are set.").waitFor();

    await player.goto(`${stage.web}/games/dice`);
    await untilSignedIn(player);
    await bet(player, STAKE);
    await player.getByRole("link", { name: "View bet" }).waitFor();

    await agent.goto(`${stage.web}/agents/statement`);
    await agent.getByRole("button", { name: /1 bet/ }).click();
    const net = await agent
      .getByRole("region", { name: "Totals" })
      .getByRole("row")
      .last()
      .getByRole("cell")
      .last()
      .innerText();
    expect(parseMajor(net, DECIMALS)).toBe(EARNED_MINOR);
    expect(await sumOfCsv(agent)).toBe(EARNED_MINOR);
    await agent
      .getByRole("region", { name: /^Bets of line/ })
      .getByRole("link")
      .first()
      .click();
    await agent.getByText("0.01 BNB").first().waitFor();
    expect(new URL(agent.url()).pathname).toMatch(/^\/bets\//);
  });

  test("behavior: what is earned is paid out once it is agreed to, and said where it went", async () => {
    await agent.goto(`${stage.web}/agents`);
    await agent.getByRole("button", { name: "Pay out" }).click();
    await agent.getByRole("dialog").getByRole("button", { name: "Pay out" }).click();
    await agent.getByText("Paid out. The amount is part of your balance.").waitFor();
    await agent.getByRole("dialog").getByRole("link", { name: "Withdraw it" }).click();
    await agent.getByText("0.00003 BNB").first().waitFor();
  });

  test("behavior: the downline is gone through with the keys of a tree", async () => {
    await admin.goto(`${stage.web}/agents`);
    await admin.getByLabel("Everybody").check();
    const row = admin.getByRole("row").filter({ hasText: "Agent" }).first();
    await row.focus();
    await admin.keyboard.press("ArrowRight");
    const below = admin.locator('[aria-level="2"]');
    await below.waitFor();
    await admin.keyboard.press("ArrowRight");
    expect(await below.evaluate((element) => element === document.activeElement)).toBe(true);
    await admin.keyboard.press("ArrowLeft");
    await admin.keyboard.press("ArrowLeft");
    await below.waitFor({ state: "detached" });
    await admin.keyboard.press("Enter");
    await admin.waitForURL(/\/agents\/members\//);
  });

  test("behavior: no accessibility fault, and nothing scrolls sideways on a phone", async () => {
    const member = new URL(admin.url()).pathname;
    for (const route of ["/agents", member, "/agents/changes"]) await expectNoFaults(admin, route);
    for (const route of ["/agents", "/agents/invitations", "/agents/statement", "/agents/join"])
      await expectNoFaults(agent, route);
    expect(failures.flat()).toEqual([]);
  });
});

async function officeOf(wallet: BrowserWallet): Promise<Page> {
  const { page, failures: found } = await stage.page({ wallet });
  failures.push(found);
  await page.goto(`${stage.web}/agents`);
  await connectWith(page, /Test Wallet/);
  await signIn(page);
  return page;
}

async function invite(page: Page, level: string): Promise<string> {
  await page.goto(`${stage.web}/agents/invitations`);
  await page.getByLabel("What they become").selectOption(level);
  await page.getByRole("button", { name: "Make the invitation" }).click();
  const withdraw = page.getByRole("button", { name: /^Withdraw invitation/ });
  await withdraw.waitFor();
  const name = await withdraw.getAttribute("aria-label");
  return name?.split(" ").at(-1) ?? "";
}

async function join(page: Page, code: string): Promise<void> {
  await page.goto(`${stage.web}/agents/join?code=${code}`);
  await page.getByRole("button", { name: "Take my place" }).click();
  await page.getByText("You have your place").waitFor();
}

async function openOnlyAgent(page: Page): Promise<void> {
  await page.goto(`${stage.web}/agents`);
  await page.getByRole("row").filter({ hasText: "Agent" }).getByRole("link").first().click();
  await page.getByRole("heading", { name: "Rates" }).waitFor();
}

/** Downloads the statement on the screen, and adds up what its rows give. */
async function sumOfCsv(page: Page): Promise<bigint> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download as CSV" }).click(),
  ]);
  const [head = "", ...rows] = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  const columns = head.split(",");
  const parts = ["revenue_share", "turnover"].map((name) => columns.indexOf(name));
  return rows
    .flatMap((row) => parts.map((part) => BigInt(row.split(",")[part] ?? "")))
    .reduce((sum, part) => sum + part, 0n);
}

/** On a large dark screen, and on a small light one. */
async function expectNoFaults(page: Page, route: string): Promise<void> {
  await page.goto(`${stage.web}${route}`);
  await untilSignedIn(page);
  const content = page.getByRole("main").getByRole("heading", { level: 2 });
  await content.or(page.getByText("You have a place already")).first().waitFor();
  for (const [theme, viewport] of [
    ["dark", DESKTOP],
    ["light", PHONE],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.evaluate((chosen) => document.documentElement.setAttribute("data-theme", chosen), theme);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${route} ${id} ${nodes[0]?.html}`)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${route} must not scroll sideways`).toBeLessThanOrEqual(0);
  }
}
