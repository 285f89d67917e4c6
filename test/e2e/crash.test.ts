import AxeBuilder from "@axe-core/playwright";
import type { Page, WebSocketRoute } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BrowserStage, PHONE } from "#test/support/browserStage.ts";
import { connectWith, deposit, signIn, untilSignedIn } from "#test/support/visitor.ts";

const STAKE = "0.01";
/** A round may crash before anybody can cash out: then the next one is played. */
const MAX_ROUNDS = 6;
/** Few rounds last longer: to 1,000× it takes a hundred seconds. */
const ROUND_MS = 100_000;

let stage: BrowserStage;

beforeAll(async () => {
  stage = await BrowserStage.open();
}, 360_000);
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
  await page.goto(`${stage.web}/games/crash`);
  await untilSignedIn(page);
  await page.getByLabel("Stake", { exact: true }).fill(STAKE);
  await page.getByLabel("Cash out by itself at").fill("");
  return { page, failures, line };
}

/** Bets by hand on the round at hand, or the next. @returns once the round runs, or has crashed at once */
async function rideRound(page: Page): Promise<boolean> {
  const main = page.getByRole("main");
  await main.getByRole("button", { name: /^Bet on (this|the next) round$/ }).click();
  await main
    .getByRole("button", { name: /Your bet is in|Cash out/ })
    .first()
    .waitFor({ timeout: ROUND_MS });
  const cashOut = main.getByRole("button", { name: /^Cash out \d/ });
  const lost = main.getByText(/You were not out in time/);
  await cashOut.or(lost).first().waitFor({ timeout: ROUND_MS });
  return cashOut.isVisible();
}

describe("crash in a browser", () => {
  test("default: bets, cashes out by hand, and sees everybody's bets", { timeout: 240_000 }, async () => {
    const { page, failures } = await playerAtTable();
    const isOut = page.getByText(/You (are|were) out at \d/).first();
    for (let round = 1; round <= MAX_ROUNDS && !(await isOut.isVisible()); round++) {
      if (!(await rideRound(page))) continue;
      await page
        .getByRole("button", { name: /^Cash out \d/ })
        .click({ timeout: 5_000 })
        .catch(() => undefined);
      await isOut
        .or(page.getByText(/You were not out in time/))
        .first()
        .waitFor();
    }
    await isOut.waitFor();
    await page.mouse.wheel(0, 900);
    const everybody = page.getByRole("list", { name: "The largest bets of the round" });
    await everybody.getByRole("listitem").first().waitFor();
    await page.getByRole("table", { name: "My bets" }).getByRole("row").nth(1).waitFor();
    expect(failures).toEqual([]);
  });

  test("behavior: on a dead connection nothing is claimed, and a cash-out goes another way", {
    timeout: 240_000,
  }, async () => {
    const { page, line } = await playerAtTable();
    const isOut = page.getByText(/You are out at \d/).first();
    for (let round = 1; round <= MAX_ROUNDS && !(await isOut.isVisible()); round++) {
      if (!(await rideRound(page))) continue;
      line.isDead = true;
      await page.getByText("Your bet is still in the round: try to cash out by hand.").waitFor();
      const pressedAtMs = Date.now();
      await page.getByRole("button", { name: "Try to cash out" }).click();
      const refused = page.getByText("The round had crashed before your cash-out arrived");
      await isOut.or(refused).first().waitFor();
      expect(Date.now() - pressedAtMs, "nobody waits for the dead connection").toBeLessThan(6_000);
      line.isDead = false;
      if (await refused.isVisible()) await page.reload();
    }
    await isOut.waitFor();
  });

  test("behavior: a waiting bet does not outlive the connection", { timeout: 240_000 }, async () => {
    const { page, line } = await playerAtTable();
    const next = page.getByRole("button", { name: "Bet on the next round" });
    await next.waitFor({ timeout: ROUND_MS });
    await next.click();
    await page.getByText(/waits for the next round/).waitFor();
    await line.close();
    await page.getByText(/Your waiting bet was not placed, because the connection was lost/).waitFor();
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
