import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BrowserStage, DESKTOP, PHONE } from "#test/support/browserStage.ts";
import { BrowserWallet } from "#test/support/browserWallet.ts";
import { playBooks } from "#test/support/playBooks.ts";
import {
  askToWithdraw,
  bet,
  connectWith,
  deposit,
  rotateAndVerify,
  signIn,
  untilSignedIn,
} from "#test/support/visitor.ts";

const PAYOUT_TIMEOUT_MS = 120_000;
const ROUTES = [
  "/",
  "/games/crash",
  "/games/mines",
  "/games/hilo",
  "/games/blackjack",
  "/crash/rounds/1",
  "/games/dice",
  "/games/limbo",
  "/games/plinko",
  "/games/roulette",
  "/games/keno",
  "/games/wheel",
  "/games/keno/plain",
  "/fairness",
  "/fairness/epochs",
  "/limits",
  "/agents",
  "/agents/join",
  "/agents/invitations",
  "/agents/statement",
  "/agents/changes",
  "/wallet",
  "/wallet/proof",
  "/transparency",
  "/transparency/books",
  "/transparency/governance",
  "/admin",
  "/admin/games",
  "/exit",
  "/nowhere",
];

const SCREENS_TIMEOUT_MS = 1_200_000;
/** Compressed, as it comes over the wire. */
const MAX_SCRIPT_BYTES = 250_000;
const MAX_LAYOUT_SHIFT = 0.1;
/** Each size and each theme is seen once; every pair of them when there is time. */
const FIRST_LOOK = { viewport: DESKTOP, theme: "light" } as const;
const OTHER_LOOKS = [
  { name: "phone", viewport: PHONE, theme: "dark" },
  { name: "desktop", viewport: DESKTOP, theme: "dark" },
  { name: "phone", viewport: PHONE, theme: "light" },
] as const;
const LOOKS = process.env.FUZZ === "long" ? OTHER_LOOKS : OTHER_LOOKS.slice(0, 1);
/** So many screens are looked at side by side: while one is loaded, another is searched. */
const LANES = 2;

let stage: BrowserStage;

beforeAll(async () => {
  stage = await BrowserStage.open();
});
afterEach(() => stage.closePages());
afterAll(() => stage?.close());

describe("a player in a browser", () => {
  test("default: connect, sign in, deposit, bet, rotate, verify, withdraw", async () => {
    const wallet = await stage.fundedWallet();
    const { page, failures } = await stage.page({ wallet });
    await page.goto(`${stage.web}/wallet`);
    await connectWith(page, /Test Wallet/);
    await signIn(page);
    await deposit(page, "2");

    await page.goto(`${stage.web}/games/dice`);
    await untilSignedIn(page);
    await bet(page, "0.01");
    await page.getByRole("link", { name: "View bet" }).click();
    await rotateAndVerify(page);

    await page.goto(`${stage.web}/wallet`);
    await askToWithdraw(page, "1");
    await page.getByText("Paid. The coins are in your wallet.").waitFor({ timeout: PAYOUT_TIMEOUT_MS });
    expect(failures).toEqual([]);
  });

  test("behavior: a rejected signature is no error, and the next try works", async () => {
    const wallet = await stage.wallet();
    const { page } = await stage.page({ wallet });
    await page.goto(stage.web);
    await connectWith(page, /Test Wallet/);
    const signInButton = page.getByRole("banner").getByRole("button", { name: "Sign in" });
    await signInButton.waitFor();
    wallet.willReject = true;
    await signInButton.click();
    await expect.poll(() => wallet.willReject).toBe(false);
    await signIn(page);
  });

  for (const [title, knowsNetwork] of [
    ["switches to it", true],
    ["adds it first", false],
  ] as const) {
    test(`behavior: on another network than the house's the button ${title}, and then goes on`, async () => {
      const wallet = new BrowserWallet(stage.chainUrl, 1);
      wallet.knowsNetwork = knowsNetwork;
      const { page } = await stage.page({ wallet });
      await page.goto(stage.web);
      await connectWith(page, /Test Wallet/);
      await page
        .getByRole("banner")
        .getByRole("button", { name: /Switch/ })
        .first()
        .click();
      await signIn(page);
      expect(wallet.chainId).toBe(31_337);
      expect(wallet.knowsNetwork).toBe(true);
    });
  }

  test("behavior: the burner wallet of the local chain plays on a phone, and a reload keeps the session", async () => {
    const { page, failures } = await stage.page({ viewport: PHONE });
    await page.goto(`${stage.web}/wallet`);
    await connectWith(page, /Burner wallet/);
    await signIn(page);
    await page.getByRole("button", { name: /test coins/ }).click();
    await page.reload();
    await untilSignedIn(page);
    expect(failures).toEqual([]);
  });
});

playBooks(() => stage);

describe("every screen", () => {
  test("behavior: loads within its budget of JavaScript, without shifting, and with no accessibility fault", {
    timeout: SCREENS_TIMEOUT_MS,
  }, async () => {
    await inLanes(async (routes) => {
      for (const route of routes) {
        const { page, failures } = await stage.page(FIRST_LOOK);
        await page.goto(`${stage.web}${route}`, { waitUntil: "networkidle" });
        const { scriptBytes, shift } = await page.evaluate(measureLoad);
        expect(scriptBytes, `${route} loads too much JavaScript`).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
        expect(scriptBytes, `${route} is measured`).toBeGreaterThan(0);
        expect(shift, `${route} shifts while it loads`).toBeLessThanOrEqual(MAX_LAYOUT_SHIFT);
        await expectNoFaults(page, route);
        expect(failures).toEqual([]);
        await page.context().close();
      }
    });
  });

  test.each(LOOKS)(
    "behavior: no accessibility fault on $name in $theme",
    {
      timeout: SCREENS_TIMEOUT_MS,
    },
    async ({ viewport, theme }) => {
      await inLanes(async (routes) => {
        const { page, failures } = await stage.page({ viewport, theme });
        for (const route of routes) {
          await page.goto(`${stage.web}${route}`);
          await expectNoFaults(page, route);
        }
        expect(failures).toEqual([]);
      });
    },
  );
});

/** Each route goes to one of the lanes. */
async function inLanes(walk: (routes: Iterable<string>) => Promise<void>): Promise<void> {
  const routes = ROUTES.values();
  await Promise.all(Array.from({ length: LANES }, () => walk(routes)));
}

async function expectNoFaults(page: Page, route: string): Promise<void> {
  await page.getByRole("heading").first().waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${route} ${id} ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${route} must not scroll sideways`).toBeLessThanOrEqual(0);
}

/** Runs in the page: the compressed size of its scripts, and how much the layout shifted by itself. */
function measureLoad(): Promise<{ scriptBytes: number; shift: number }> {
  const scripts = performance.getEntriesByType("resource").filter(({ name }) => name.includes(".js"));
  const scriptBytes = scripts.reduce(
    (sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize,
    0,
  );
  return new Promise((resolve) => {
    let shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shift += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve({ scriptBytes, shift }), 200);
  });
}
