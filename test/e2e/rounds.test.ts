import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BrowserStage, PHONE } from "#test/support/browserStage.ts";
import { connectWith, deposit, rotateAndVerify, signIn, untilSignedIn } from "#test/support/visitor.ts";

const GAMES = ["mines", "hilo", "blackjack"] as const;
const STAKE = "0.001";

let stage: BrowserStage;

beforeAll(async () => {
  stage = await BrowserStage.open();
});
afterEach(() => stage.closePages());
afterAll(() => stage?.close());

async function begin(page: Page, game: string): Promise<void> {
  await page.goto(`${stage.web}/games/${game}`);
  await untilSignedIn(page);
  await page.getByLabel("Stake", { exact: true }).fill(STAKE);
  await page.getByRole("main").getByRole("button", { name: "Begin a round" }).click();
}

describe("rounds in a browser", () => {
  test("default: mines, on after a reload, cashed out or exploded, and verified", async () => {
    const wallet = await stage.fundedWallet();
    const { page, failures } = await stage.page({ wallet });
    await page.goto(`${stage.web}/wallet`);
    await connectWith(page, /Test Wallet/);
    await signIn(page);
    await deposit(page, "1");

    await begin(page, "mines");
    await page.getByRole("button", { name: "Tile 1, covered" }).click();
    await page.getByRole("button", { name: /Tile 1, (safe|the mine)/ }).waitFor();
    const isSafe = await page.getByRole("button", { name: "Tile 1, safe" }).isVisible();
    await page.reload();
    if (isSafe) {
      await page.getByRole("button", { name: /^Cash out at/ }).click();
      await page.getByRole("link", { name: "View bet" }).click();
    } else {
      await page
        .getByRole("link", { name: /open the bet/ })
        .first()
        .click();
    }
    await rotateAndVerify(page);

    await begin(page, "hilo");
    await page.getByRole("button", { name: "Skip this card" }).click();
    await page.getByRole("button", { name: /^Higher \d/ }).click();
    await page
      .getByRole("button", { name: /^Cash out at/ })
      .or(page.getByRole("link", { name: "View bet" }))
      .waitFor();

    await begin(page, "blackjack");
    const stand = page.getByRole("button", { name: "Stand" });
    const decline = page.getByRole("button", { name: "No insurance" });
    const seen = page.getByRole("link", { name: "View bet" });
    await stand.or(decline).or(seen).first().waitFor();
    if (await decline.isVisible()) await decline.click();
    await stand.or(seen).first().waitFor();
    if (await stand.isVisible()) await stand.click();
    await seen.waitFor();
    expect(failures).toEqual([]);
  });

  test("behavior: no accessibility fault, and nothing scrolls sideways on a phone", async () => {
    for (const viewport of [undefined, PHONE]) {
      const { page, failures } = await stage.page(viewport === undefined ? {} : { viewport, theme: "light" });
      for (const game of GAMES) {
        await page.goto(`${stage.web}/games/${game}`);
        await page.getByRole("heading").first().waitFor();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${game} ${id} ${nodes[0]?.html}`)).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, game).toBeLessThanOrEqual(0);
      }
      expect(failures).toEqual([]);
    }
  });
});
