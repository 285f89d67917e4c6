import type { Page } from "playwright-core";

// What a person does on the dApp's screens, step by step.

const CREDIT_TIMEOUT_MS = 180_000;

export async function connectWith(page: Page, walletName: RegExp): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("dialog").getByRole("button", { name: walletName }).click();
}

export async function signIn(page: Page): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
  await untilSignedIn(page);
}

export async function untilSignedIn(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account/ }).waitFor();
}

/** On the wallet screen: asks for a deposit, without waiting for what comes of it. */
export async function askToDeposit(page: Page, amount: string): Promise<void> {
  await page.getByLabel("Amount").first().fill(amount);
  await page.getByRole("main").getByRole("button", { name: "Deposit", exact: true }).click();
}

export async function deposit(page: Page, amount: string): Promise<void> {
  await askToDeposit(page, amount);
  await page
    .getByText("Credited. You can play with it, or withdraw it.")
    .waitFor({ timeout: CREDIT_TIMEOUT_MS });
}

/** On the wallet screen: asks for a withdrawal, without waiting for its payout. */
export async function askToWithdraw(page: Page, amount: string): Promise<void> {
  await page.getByRole("tab", { name: "Withdraw", exact: true }).click();
  const form = page.getByRole("tabpanel", { name: "Withdraw", exact: true });
  await form.getByLabel("Amount").first().fill(amount);
  await form.getByRole("button", { name: "Withdraw", exact: true }).click();
}

/** On a game's screen: one bet at the settings shown. */
export async function bet(page: Page, stake: string): Promise<void> {
  await page.getByLabel("Stake", { exact: true }).fill(stake);
  await page.getByRole("main").getByRole("button", { name: "Bet", exact: true }).click();
}

/** On the page of one's own bet: reveals its server seed, and has the browser work the bet out again. */
export async function rotateAndVerify(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: "Rotate and reveal" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Rotate and reveal" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Verify in this browser" }).click();
  await page.getByText("This bet was fair.").waitFor();
}
