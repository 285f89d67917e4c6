import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { createWalletClient, http, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { requireChromium } from "#scripts/runtime/chromium.ts";
import { demoWallets } from "#scripts/start/demoWallets.ts";
import { BrowserWallet } from "#test/support/browserWallet.ts";
import { RunningHouse } from "#test/support/house.ts";

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const SLOW_MS = 30_000;
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const ROUTES = ["/", "/games/dice", "/games/limbo", "/fairness", "/wallet", "/transparency", "/nowhere"];

/** Compressed, as it comes over the wire. */
const MAX_SCRIPT_BYTES = 250_000;
const MAX_LAYOUT_SHIFT = 0.1;

let house: RunningHouse;
let browser: Browser;
let web: string;
let chainUrl: string;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  house = await RunningHouse.start();
  ({ web, chain: chainUrl } = (await house.state()).urls);
  browser = await chromium.launch({ executablePath: await requireChromium(console.log), args: ARGUMENTS });
}, 360_000);
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});
afterAll(async () => {
  await browser?.close();
  await house?.remove();
});

async function openPage(
  viewport = DESKTOP,
  wallet?: BrowserWallet,
): Promise<{ page: Page; failures: string[] }> {
  const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(SLOW_MS);
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) failures.push(message.text());
  });
  await wallet?.install(page);
  return { page, failures };
}

async function connectWith(page: Page, walletName: RegExp): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("dialog").getByRole("button", { name: walletName }).click();
}

async function signIn(page: Page): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: /^Account/ }).waitFor();
}

async function fund(wallet: BrowserWallet): Promise<void> {
  const client = createWalletClient({
    account: privateKeyToAccount(demoWallets().faucet.privateKey),
    transport: http(chainUrl),
  });
  await client.sendTransaction({ chain: null, to: wallet.account.address, value: parseEther("10") });
}

describe("a player in a browser", () => {
  test("default: connect, sign in, deposit, bet, rotate, verify, withdraw", {
    timeout: 300_000,
  }, async () => {
    const wallet = new BrowserWallet(chainUrl, 31_337);
    await fund(wallet);
    const { page, failures } = await openPage(DESKTOP, wallet);
    await page.goto(`${web}/wallet`);
    await connectWith(page, /Test Wallet/);
    await signIn(page);

    await page.getByLabel("Amount").first().fill("2");
    await page.getByRole("main").getByRole("button", { name: "Deposit", exact: true }).click();
    await page.getByText("Credited. You can play with it, or withdraw it.").waitFor({ timeout: 60_000 });

    await page.goto(`${web}/games/dice`);
    await page.getByRole("button", { name: /^Account/ }).waitFor();
    await page.getByLabel("Stake", { exact: true }).fill("0.01");
    await page.getByRole("main").getByRole("button", { name: "Bet", exact: true }).click();
    const viewBet = page.getByRole("link", { name: "View bet" });
    await viewBet.click();

    await page.getByRole("main").getByRole("button", { name: "Rotate and reveal" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Rotate and reveal" }).click();
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Verify in this browser" }).click();
    await page.getByText("This bet was fair.").waitFor();

    await page.goto(`${web}/wallet`);
    await page.getByRole("tab", { name: "Withdraw", exact: true }).click();
    await page.getByRole("tabpanel").getByLabel("Amount").first().fill("1");
    await page.getByRole("tabpanel").getByRole("button", { name: "Withdraw", exact: true }).click();
    await page.getByText("Paid. The coins are in your wallet.").waitFor({ timeout: 60_000 });
    expect(failures).toEqual([]);
  });

  test("behavior: a rejected signature is no error, and the next try works", async () => {
    const wallet = new BrowserWallet(chainUrl, 31_337);
    const { page } = await openPage(DESKTOP, wallet);
    await page.goto(web);
    await connectWith(page, /Test Wallet/);
    const signInButton = page.getByRole("banner").getByRole("button", { name: "Sign in" });
    await signInButton.waitFor();
    wallet.willReject = true;
    await signInButton.click();
    await expect.poll(() => wallet.willReject).toBe(false);
    await signIn(page);
  });

  test("behavior: on another network the button offers to switch, and then goes on", async () => {
    const wallet = new BrowserWallet(chainUrl, 1);
    const { page } = await openPage(DESKTOP, wallet);
    await page.goto(web);
    await connectWith(page, /Test Wallet/);
    await page
      .getByRole("banner")
      .getByRole("button", { name: /Switch/ })
      .first()
      .click();
    await signIn(page);
    expect(wallet.chainId).toBe(31_337);
  });

  test("behavior: the burner wallet of the local chain plays on a phone, and a reload keeps the session", async () => {
    const { page, failures } = await openPage(PHONE);
    await page.goto(`${web}/wallet`);
    await connectWith(page, /Burner wallet/);
    await signIn(page);
    await page.getByRole("button", { name: /test coins/ }).click();
    await page.reload();
    await page.getByRole("button", { name: /^Account/ }).waitFor();
    expect(failures).toEqual([]);
  });
});

describe("every screen", () => {
  test("behavior: loads within its budget of JavaScript and without shifting", async () => {
    for (const route of ROUTES) {
      const { page } = await openPage();
      await page.goto(`${web}${route}`, { waitUntil: "networkidle" });
      const { scriptBytes, shift } = await page.evaluate(measureLoad);
      expect(scriptBytes, `${route} loads too much JavaScript`).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
      expect(scriptBytes, `${route} is measured`).toBeGreaterThan(0);
      expect(shift, `${route} shifts while it loads`).toBeLessThanOrEqual(MAX_LAYOUT_SHIFT);
    }
  });

  for (const [name, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    for (const colorScheme of ["dark", "light"] as const) {
      test(`behavior: no accessibility fault on ${name} in ${colorScheme}`, async () => {
        const { page, failures } = await openPage(viewport);
        await page.addInitScript((theme) => localStorage.setItem("theme", theme), colorScheme);
        for (const route of ROUTES) {
          await page.goto(`${web}${route}`);
          await page.getByRole("heading").first().waitFor();
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(({ id, nodes }) => `${route} ${id} ${nodes[0]?.html}`)).toEqual([]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          expect(overflow, `${route} must not scroll sideways`).toBeLessThanOrEqual(0);
        }
        expect(failures).toEqual([]);
      });
    }
  }
});

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
