import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page, WebSocketRoute } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BrowserStage, PHONE } from "#test/support/browserStage.ts";
import { connectWith, deposit, signIn, untilSignedIn } from "#test/support/visitor.ts";

const STAKE = "0.01";
/** Chance may end a round before a test has done its part in it: then the next one is played. */
const MAX_ROUNDS = 20;
/** A round takes half a minute; the first one waits until its chain of numbers stands in the registry. */
const ROUND_MS = 120_000;
const ROUNDS_MS = 1_200_000;
/** What is asked over the socket counts as unanswered after this time. */
const SOCKET_MS = 8_000;
/** Rounds follow each other fast, and end at 4× at the latest, which takes twenty seconds. */
const FAST_TABLE = "UPDATE crash_tables SET betting_ms = 2000, pause_ms = 1000, ceiling = 400";

let stage: BrowserStage;

beforeAll(async () => {
  stage = await BrowserStage.open();
  await stage.house.query(FAST_TABLE);
});
afterEach(() => stage.closePages());
afterAll(() => stage?.close());

/** The page's socket, which the test can make deaf and dumb without the page's knowing. */
async function holdSocket(page: Page): Promise<{ isDead: boolean; close(): Promise<void> }> {
  let route: WebSocketRoute | undefined;
  const line = { isDead: false, close: async () => route?.close() };
  await page.routeWebSocket(/\/socket/, (ws) => {
    route = ws;
    const server = ws.connectToServer();
    ws.onMessage((message) => {
      if (!line.isDead) server.send(message);
    });
    server.onMessage((message) => {
      if (!line.isDead) ws.send(message);
    });
  });
  return line;
}

async function playerAtTable() {
  const wallet = await stage.fundedWallet();
  const { page, failures } = await stage.page({ wallet });
  const line = await holdSocket(page);
  await page.goto(`${stage.web}/wallet`);
  await connectWith(page, /Test Wallet/);
  await signIn(page);
  await deposit(page, "1");
  await sitDown(page);
  return { page, failures, line };
}

/** Opens the table, for bets that are cashed out by hand alone. */
async function sitDown(page: Page): Promise<void> {
  await page.goto(`${stage.web}/games/crash`);
  await untilSignedIn(page);
  await page.getByLabel("Stake", { exact: true }).fill(STAKE);
  await page.getByLabel("Cash out by itself at").fill("");
}

/** It can be pressed whenever no bet of the player's is in a round, or on its way into one. */
function betButton(page: Page): Locator {
  const name = /^Bet on (this|the next) round$/;
  return page.getByRole("main").getByRole("button", { name, disabled: false });
}

/** Waits for what is hoped for, or until the player's bet is in no round any more. @returns whether it is to be seen */
async function untilSeen(page: Page, hopedFor: Locator): Promise<boolean> {
  await hopedFor.or(betButton(page)).first().waitFor({ timeout: ROUND_MS });
  return hopedFor.isVisible();
}

/** Bets on the round at hand, or the next. @returns whether the bet rides; otherwise its round crashed at once */
async function rideRound(page: Page): Promise<boolean> {
  await betButton(page).click({ timeout: ROUND_MS });
  return untilSeen(page, page.getByRole("button", { name: /^Cash out \d/ }));
}

/** By the page's own clock: what goes on between page and test takes its time on a slow machine. */
async function rememberPresses(page: Page): Promise<void> {
  await page.evaluate(() => {
    addEventListener("click", () => Object.assign(window, { pressedAtMs: Date.now() }), { capture: true });
  });
}

function lastPressMs(page: Page): Promise<number> {
  return page.evaluate(() => Number(Reflect.get(window, "pressedAtMs")));
}

describe("crash in a browser", () => {
  test("default: bets, cashes out by hand, and sees everybody's bets", { timeout: ROUNDS_MS }, async () => {
    const { page, failures } = await playerAtTable();
    await page.mouse.wheel(0, 900);
    const everybody = page.getByRole("list", { name: "The largest bets of the round" });
    const isOut = page.getByText(/You (are|were) out at \d/).first();
    const isInList = everybody.getByRole("listitem").first();
    let hasBeenInList = false;
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      if (!(await rideRound(page))) continue;
      // The list is of one round, and empty again with the next.
      hasBeenInList ||= await untilSeen(page, isInList);
      await page
        .getByRole("button", { name: /^Cash out \d/ })
        .click({ timeout: 5_000 })
        .catch(() => undefined);
      if ((await untilSeen(page, isOut)) && hasBeenInList) break;
    }
    await isOut.waitFor();
    expect(hasBeenInList).toBe(true);
    await page.getByRole("table", { name: "My bets" }).getByRole("row").nth(1).waitFor();
    expect(failures).toEqual([]);
  });

  test("behavior: on a dead connection nothing is claimed, and a cash-out goes another way", {
    timeout: ROUNDS_MS,
  }, async () => {
    const { page, line } = await playerAtTable();
    const isOut = page.getByText(/You are out at \d/).first();
    const isSilent = page.getByText("Your bet is still in the round: try to cash out by hand.");
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      if (!(await rideRound(page))) continue;
      line.isDead = true;
      // Unless the page has heard of the crash before the line was dead.
      if (await untilSeen(page, isSilent)) {
        await rememberPresses(page);
        const isAsked = page.waitForRequest(/\/cash-out$/);
        await page.getByRole("button", { name: "Try to cash out" }).click();
        const askedAtMs = (await isAsked).timing().startTime;
        const waitedMs = askedAtMs - (await lastPressMs(page));
        expect(waitedMs, "nobody waits for the dead connection").toBeLessThan(SOCKET_MS);
        const refused = page.getByText("The round had crashed before your cash-out arrived");
        await isOut.or(refused).first().waitFor();
        if (await isOut.isVisible()) break;
      }
      line.isDead = false;
      await sitDown(page);
    }
    expect(await isOut.isVisible()).toBe(true);
  });

  test("behavior: a waiting bet does not outlive the connection", { timeout: ROUNDS_MS }, async () => {
    const { page, line } = await playerAtTable();
    const isDropped = page.getByText(/Your waiting bet was not placed, because the connection was lost/);
    const isIn = page.getByRole("button", { name: /^(Your bet is in|Cash out|Try to cash out)/ });
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      await page.getByRole("button", { name: "Bet on the next round" }).click({ timeout: ROUND_MS });
      await page
        .getByText(/waits for the next round/)
        .or(isIn)
        .first()
        .waitFor();
      await line.close();
      // Unless the next round began, and took the bet, in the moment before.
      await isDropped.or(isIn).first().waitFor();
      if (await isDropped.isVisible()) break;
    }
    expect(await isDropped.isVisible()).toBe(true);
  });

  test("behavior: no accessibility fault, and nothing scrolls sideways on a phone", async () => {
    for (const theme of ["dark", "light"] as const) {
      const { page, failures } = await stage.page({ viewport: PHONE, theme });
      await page.goto(`${stage.web}/games/crash`);
      await page
        .getByText(/The round starts in|×$/)
        .first()
        .waitFor();
      await page.mouse.wheel(0, 900);
      await page.getByRole("heading", { name: /^Everybody's bets/ }).waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(failures).toEqual([]);
    }
  });
});
