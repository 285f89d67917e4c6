import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { type Address, createWalletClient, http, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
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
/** Far above what a machine of today needs: only a failure waits so long. */
const SLOW_MS = 120_000;
const COINS = "10";

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

type PageOptions = {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly wallet?: BrowserWallet;
  readonly theme?: "dark" | "light";
};

/** A running house and a browser in front of it. */
export class BrowserStage {
  readonly house: RunningHouse;
  /** Where the dApp and the chain are served. */
  readonly web: string;
  readonly chainUrl: string;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];

  private constructor(house: RunningHouse, browser: Browser, urls: { web: string; chain: string }) {
    this.house = house;
    this.web = urls.web;
    this.chainUrl = urls.chain;
    this.#browser = browser;
  }

  static async open(): Promise<BrowserStage> {
    const house = await RunningHouse.start();
    const executablePath = await requireChromium(console.log);
    const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
    return new BrowserStage(house, browser, (await house.state()).urls);
  }

  /** A page with nothing in its past, and what goes wrong inside it. */
  async page({ viewport = DESKTOP, wallet, theme = "dark" }: PageOptions = {}): Promise<{
    page: Page;
    failures: string[];
  }> {
    const context = await this.#browser.newContext({ viewport, reducedMotion: "reduce" });
    this.#contexts.push(context);
    await context.addCookies([{ name: "theme", value: theme, url: this.web }]);
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

  /** A wallet on the house's network. */
  async wallet(): Promise<BrowserWallet> {
    return new BrowserWallet(this.chainUrl, (await this.house.state()).chainId);
  }

  /** The same, with coins in it. */
  async fundedWallet(): Promise<BrowserWallet> {
    const wallet = await this.wallet();
    await this.fund(wallet.account.address);
    return wallet;
  }

  async fund(address: Address): Promise<void> {
    const client = createWalletClient({
      account: privateKeyToAccount(demoWallets().faucet.privateKey),
      transport: http(this.chainUrl),
    });
    await client.sendTransaction({ chain: null, to: address, value: parseEther(COINS) });
  }

  async closePages(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.house.remove();
  }
}
