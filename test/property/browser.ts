import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { requireChromium } from "#scripts/runtime/chromium.ts";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { lastLines } from "#scripts/runtime/logFile.ts";
import { startProcess } from "#scripts/runtime/process.ts";
import type { Objections, ToldBet } from "#test/property/told.ts";

const FOLDER = fileURLToPath(new URL("verifierPage/", import.meta.url));
/** What the build leaves there. */
const MADE = [".next", "next-env.d.ts"];
const BUILT = join(FOLDER, ".next", "site");
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu"];
const ORIGIN = "http://verifier.test";
/** What is handed over at once; a page is given text of some megabytes without trouble. */
const MOST_AT_ONCE = 5_000;

/** A browser on a page that is built as the dApp is, from the dApp's verifier. */
export interface BrowserVerifier {
  /** What the bet's page would object to. */
  ask(told: readonly ToldBet[]): Promise<Objections[]>;
  close(): Promise<void>;
}

/** Builds the page and opens it. */
export async function openBrowserVerifier(): Promise<BrowserVerifier> {
  const [executablePath] = await Promise.all([requireChromium(console.log), buildPage()]);
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ path: join(BUILT, pathname === "/" ? "index.html" : pathname) });
  });
  await page.goto(ORIGIN);
  await page.waitForFunction(() => "objectionsTo" in globalThis);
  return {
    async ask(told) {
      const objections: Objections[] = [];
      for (let at = 0; at < told.length; at += MOST_AT_ONCE) {
        const text = JSON.stringify(told.slice(at, at + MOST_AT_ONCE));
        objections.push(...(await page.evaluate((some) => globalThis.objectionsTo(some), text)));
      }
      return objections;
    },
    async close() {
      await browser.close();
      await Promise.all(MADE.map((name) => rm(join(FOLDER, name), { recursive: true, force: true })));
    },
  };
}

async function buildPage(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "fairhouse-page-"));
  const logFile = join(folder, "build.log");
  const child = await startProcess({
    ...{ name: "next build", command: process.execPath, cwd: FOLDER, logFile },
    args: [createRequire(import.meta.url).resolve("next/dist/bin/next"), "build", FOLDER],
    env: { ...systemEnvironment(), NEXT_TELEMETRY_DISABLED: "1" },
  });
  const { code } = await child.exited;
  if (code !== 0) throw new Error(`The page was not built:\n${lastLines(logFile)}`);
  await rm(folder, { recursive: true, force: true });
}
