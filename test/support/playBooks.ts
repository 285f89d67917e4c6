import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { createTestClient, http, parseEther, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, test, vi } from "vitest";
import { reconciliationReport } from "#domain/api/monitoring.ts";
import { demoWallets } from "#scripts/start/demoWallets.ts";
import { type BrowserStage, DESKTOP, PHONE } from "#test/support/browserStage.ts";
import { connectWith, signIn } from "#test/support/visitor.ts";

const COMPARED_TIMEOUT_MS = 120_000;
const ASKED_TIMEOUT_MS = 20_000;
const AGREED = "The books and the vault hold the same, to the last unit.";

/** Plays the screens of the books, for anybody and for staff, in a house that is open already. */
export function playBooks(stage: () => BrowserStage): void {
  describe("the books against the chain", () => {
    test("default: anybody reads that they agree, and how far the chain is read", async () => {
      const { page, failures } = await stage().page();
      await page.goto(`${stage().web}/transparency`);
      await page.getByRole("link", { name: "Every comparison, and how to check it" }).click();
      await page.getByText(AGREED).waitFor({ timeout: COMPARED_TIMEOUT_MS });
      await page.getByText("At the chain's head").waitFor();
      await page.getByText("Payouts are running.").waitFor();
      expect(failures).toEqual([]);
    });

    test("behavior: anybody reads who may do what, and how it came to be", async () => {
      const { page, failures } = await stage().page({ theme: "light" });
      await page.goto(`${stage().web}/transparency/books`);
      await page.getByRole("link", { name: "Roles, limits and changes" }).click();
      const [now, before] = ["As it stands", "How it came to be"].map((name) =>
        page.locator("section", { has: page.getByRole("heading", { name, level: 2 }) }),
      );
      for (const call of ["treasuryTransfer", "publishCheckpoint"])
        for (const part of [now, before]) await part?.getByText(call).first().waitFor();
      await before?.getByText(/was given the role treasury/i).waitFor();
      await before?.getByText(/^What may leave the vault: .+ BNB in one batch/).waitFor();
      for (const viewport of [DESKTOP, PHONE]) {
        await page.setViewportSize(viewport);
        await expectNoFaults(page);
      }
      expect(failures).toEqual([]);
    });

    test("behavior: a difference that the house tolerates is called that, with its figure", async () => {
      const { page, failures } = await stage().page();
      const tolerate = (minor: bigint) =>
        stage().house.query("UPDATE currencies SET variance_threshold = $1 WHERE code = 'BNB'", [minor]);
      await tolerate(2_000_000_000n);
      await withCoins(stage(), parseEther("1"), async () => {
        await page.goto(`${stage().web}/transparency/books`);
        await page
          .getByText(
            "Within tolerance: the vault holds 1.00 BNB more than the books say, and up to 2.00 BNB are tolerated.",
          )
          .waitFor({ timeout: COMPARED_TIMEOUT_MS });
        expect(await page.getByRole("heading", { name: "What was found" }).count()).toBe(0);
        await expectNoFaults(page);
      });
      await tolerate(0n);
      expect(failures).toEqual([]);
    });

    test("behavior: the browser asks the chain itself, and hears the same", async () => {
      const { page, failures } = await stage().page();
      await page.goto(`${stage().web}/transparency/books`);
      // A node that is too busy to answer in time is asked again, as a visitor would.
      await vi.waitFor(
        async () => {
          await page
            .getByRole("button", { name: "Ask the chain · BNB" })
            .click({ timeout: ASKED_TIMEOUT_MS });
          await page.getByText(/BNB at block \d+\. The same\.$/).waitFor({ timeout: ASKED_TIMEOUT_MS });
        },
        { timeout: COMPARED_TIMEOUT_MS },
      );
      expect(failures).toEqual([]);
    });
  });

  describe("the screens of staff", () => {
    test("error: a player is told that they are not for him, and nothing is asked of the API for him", async () => {
      const { page, failures } = await stage().page();
      const asked: string[] = [];
      page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(`${stage().web}/admin/jobs`);
      await page.getByText("For the house's staff").waitFor();
      await connectWith(page, /Burner wallet/);
      await signIn(page);
      for (const route of ["/admin", "/admin/suspense", "/admin/jobs"]) {
        await page.goto(`${stage().web}${route}`);
        await page.getByText("This part is not for you").waitFor();
      }
      expect(
        asked.filter(
          (path) => /\/(jobs|suspense|replay-events|reconcile)$/.test(path) && path.startsWith("/v1"),
        ),
      ).toEqual([]);
      await page.getByRole("button", { name: /^Account/ }).click();
      expect(await page.getByRole("menuitem", { name: "Administration" }).count()).toBe(0);
      expect(failures).toEqual([]);
    });

    test("default: staff replays what is recorded, and nothing changes", async () => {
      const { page, failures } = await staffPage(stage());
      await page.getByRole("button", { name: /^Account/ }).click();
      await page.getByRole("menuitem", { name: "Administration" }).click();
      await page.getByRole("link", { name: "Suspense" }).click();
      await page.getByText("Nothing waits: all money has an account.").waitFor();
      await page.getByRole("link", { name: "Replays and jobs" }).click();

      await page.getByLabel("To block").fill("999999999");
      await page.getByText(/^Recorded up to block \d+\.$/).waitFor();
      const first = await page.getByLabel("From block").inputValue();
      await page.getByLabel("To block").fill(first);
      await page.getByRole("button", { name: "Start the replay" }).click();
      const job = page.getByRole("listitem").filter({ hasText: `Replay of blocks ${first} to ${first}` });
      await job.getByText("Nothing changed: the books were right.").waitFor({ timeout: COMPARED_TIMEOUT_MS });
      const [before, after] = await job.getByTitle(/^[0-9a-f]{64}$/).allInnerTexts();
      expect(before).toBeTruthy();
      expect(after).toBe(before);
      await expectNoFaults(page);
      expect(failures).toEqual([]);
    });

    test("behavior: coins forced into the vault show at the next comparison, and are gone after another", async () => {
      const vault = `0x${(await stage().house.state()).vault?.slice(2)}` as const;
      const chain = createTestClient({ mode: "anvil", transport: http(stage().chainUrl) }).extend(
        publicActions,
      );
      const held = await chain.getBalance({ address: vault });
      const holdAndCompare = async (value: bigint) => {
        await chain.setBalance({ address: vault, value });
        await chain.mine({ blocks: 1 });
        await untilIndexed(stage(), await chain.getBlockNumber());
        await page.getByRole("button", { name: "Compare now" }).click();
      };
      const { page, failures } = await staffPage(stage());
      await page.goto(`${stage().web}/admin`);
      await page.getByText(AGREED).waitFor({ timeout: COMPARED_TIMEOUT_MS });
      try {
        await holdAndCompare(held + parseEther("1"));
        await page
          .getByText("The vault holds 1.00 BNB more than the books say.")
          .waitFor({ timeout: COMPARED_TIMEOUT_MS });
        await page.getByRole("heading", { name: "What was found" }).waitFor();
        for (const viewport of [DESKTOP, PHONE]) {
          await page.setViewportSize(viewport);
          await expectNoFaults(page);
        }
      } finally {
        await holdAndCompare(held);
      }
      await page.getByText(AGREED).waitFor();
      expect(failures).toEqual([]);
    });

    for (const look of [
      { viewport: DESKTOP, theme: "light" },
      { viewport: PHONE, theme: "dark" },
    ] as const) {
      test(`behavior: no accessibility fault at ${look.viewport.width} pixels in ${look.theme}`, async () => {
        const { page, failures } = await staffPage(stage(), look);
        for (const [route, text] of [
          ["/admin", AGREED],
          ["/admin/suspense", "Nothing waits: all money has an account."],
          ["/admin/jobs", "Start the replay"],
        ] as const) {
          await page.goto(`${stage().web}${route}`);
          await page.getByText(text).waitFor();
          await expectNoFaults(page);
        }
        expect(failures).toEqual([]);
      });
    }
  });
}

type Look = NonNullable<Parameters<BrowserStage["page"]>[0]>;

/** A page on which the house's staff is signed in. */
async function staffPage(stage: BrowserStage, look: Look = {}) {
  const wallet = await stage.wallet();
  wallet.account = privateKeyToAccount(demoWallets().staff.privateKey);
  const opened = await stage.page({ ...look, wallet });
  await opened.page.goto(`${stage.web}/admin`);
  await connectWith(opened.page, /Test Wallet/);
  await signIn(opened.page);
  return opened;
}

/** Forces coins into the vault for the length of some work. */
async function withCoins(stage: BrowserStage, more: bigint, work: () => Promise<void>): Promise<void> {
  const vault = `0x${(await stage.house.state()).vault?.slice(2)}` as const;
  const chain = createTestClient({ mode: "anvil", transport: http(stage.chainUrl) }).extend(publicActions);
  const held = await chain.getBalance({ address: vault });
  const hold = async (value: bigint) => {
    await chain.setBalance({ address: vault, value });
    await chain.mine({ blocks: 1 });
  };
  await hold(held + more);
  await work().finally(() => hold(held));
}

/** A comparison is made at the block that the books are at, so what happened outside of blocks waits for the next one. */
async function untilIndexed({ house }: BrowserStage, block: bigint): Promise<void> {
  const { urls } = await house.state();
  const indexedBlock = async () => {
    const answer = await fetch(`${urls.api}/v1/monitoring/reconciliation`);
    return BigInt(reconciliationReport.parse(await answer.json()).indexers[0]?.indexedBlock ?? 0);
  };
  await expect.poll(indexedBlock, { timeout: COMPARED_TIMEOUT_MS }).toBeGreaterThanOrEqual(block);
}

async function expectNoFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${page.url()} ${id} ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${page.url()} must not scroll sideways`).toBeLessThanOrEqual(0);
}
