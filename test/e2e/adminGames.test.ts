import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import { gameConfigOf } from "#domain/games/gameConfig.ts";
import { findGame } from "#domain/games/registry.ts";
import { BrowserStage, DESKTOP, PHONE } from "#test/support/browserStage.ts";
import type { BrowserWallet } from "#test/support/browserWallet.ts";
import { connectWith, signIn } from "#test/support/visitor.ts";

const SCREEN = "/admin/games";

const SEEN = { interval: 3_000 };

type Staff = "admin" | "auditor" | "support";

let stage: BrowserStage;
let admin: Page;
let auditor: Page;
const failures: string[][] = [];

beforeAll(async () => {
  stage = await BrowserStage.open();
  [admin, auditor] = await Promise.all([signedInAs("admin"), signedInAs("auditor")]);
});
afterAll(() => stage?.close());

describe("edges on the games' screen", () => {
  test("default: an administrator sets an edge, told before what follows, and players see it", async () => {
    await admin.goto(`${stage.web}/admin`);
    await admin
      .getByRole("navigation", { name: "Administration" })
      .getByRole("link", { name: "Games" })
      .click();
    await admin.getByRole("button", { name: "Change the edge of Dice" }).click();
    const dialog = admin.getByRole("dialog");
    expect(await dialog.getByRole("button", { name: "Nothing to change" }).isDisabled()).toBe(true);
    await dialog.getByLabel("Edge", { exact: true }).fill("9");
    await dialog.getByText("The rules of this game allow 0.1 % to 5 %.").waitFor();
    await dialog.getByLabel("Edge", { exact: true }).fill("1.5");
    await dialog.getByText("Dice goes up from 1 % to 1.5 %.").waitFor();
    await dialog.getByText(/comes into force at once/).waitFor();
    await dialog.getByRole("button", { name: "Set 1.5 %" }).click();
    await admin.getByText("Dice is at 1.5 % now.").waitFor();
    const dice = part(admin, "In force").getByRole("listitem").filter({ hasText: "Dice" });
    await dice.getByText("1.5 %").waitFor();
    await dice.getByText(/^Version \d+$/).waitFor();
    const latest = part(admin, "Changes").getByRole("listitem").first();
    await latest.filter({ hasText: "Dice" }).getByText("1.5 %").waitFor();

    const { page } = await stage.page();
    // The server of the pages asks the house a few times a minute.
    await expect.poll(() => edgeShown(page, "dice"), SEEN).toBe("1.50 %");
    await page.context().close();
  });

  test("behavior: an edge that leaves less than agents are given is refused in words, with the way to their path", async () => {
    const agentId = await agentWithRebate();
    await admin.goto(`${stage.web}${SCREEN}`);
    await admin.getByRole("button", { name: "Change the edge of Limbo" }).click();
    const dialog = admin.getByRole("dialog");
    await dialog.getByLabel("Edge", { exact: true }).fill("0.4");
    await dialog.getByText("Limbo goes down from 1 % to 0.4 %.").waitFor();
    await dialog.getByRole("button", { name: "Set 0.4 %" }).click();
    const refusal = dialog.getByText(
      "The agents on one path would be given 62.5 % of this edge, and administrators allow them 60 %. Lower their rates first, or set a higher edge.",
    );
    await refusal.waitFor();
    expect(await dialog.getByRole("link", { name: "To the path" }).getAttribute("href")).toBe(
      `/agents/members/${agentId}`,
    );
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await part(admin, "In force")
      .getByRole("listitem")
      .filter({ hasText: "Limbo" })
      .getByText("1 %")
      .waitFor();
  });

  test("behavior: what is withheld is told with its reason, and put on offer here", async () => {
    await withhold("keno", "Agents on a path would be given too much of it.");
    await admin.goto(`${stage.web}${SCREEN}`);
    const withheld = part(admin, "Withheld");
    await withheld.getByText("Agents on a path would be given too much of it.").waitFor();
    await withheld.getByRole("button", { name: "Put Keno on offer" }).click();
    const dialog = admin.getByRole("dialog");
    await dialog.getByText("Keno is put on offer at 1 %.").waitFor();
    await dialog.getByRole("button", { name: "Set 1 %" }).click();
    await withheld.getByText(/^No game is withheld/).waitFor();
    await part(admin, "In force").getByRole("listitem").filter({ hasText: "Keno" }).waitFor();
  });
});

describe("the games' screen", () => {
  test("behavior: a crash table is set up, told before from when on that holds", async () => {
    await admin.goto(`${stage.web}${SCREEN}`);
    await admin.getByRole("button", { name: "Change the BNB table" }).click();
    const dialog = admin.getByRole("dialog");
    await dialog.getByLabel("Pause between rounds").fill("2.5");
    await dialog.getByText(/from the next round on\.$/).waitFor();
    await dialog.getByLabel("Edge").fill("2");
    await dialog.getByText(/^Edge and length of a chain: from the next chain on/).waitFor();
    await dialog.getByRole("button", { name: "Set the table up" }).click();
    await admin.getByText("The BNB table is set up.").waitFor();
    await part(admin, "Crash tables").getByText("2.5 s").waitFor();
    await part(admin, "Changes").getByRole("listitem").first().getByText("2.5 s").waitFor();
  });

  test("behavior: an auditor sees all of it and changes nothing; others are told that it is not for them", async () => {
    await auditor.goto(`${stage.web}${SCREEN}`);
    await auditor.getByText("You may look at all of this. Changes are made by administrators.").waitFor();
    await part(auditor, "In force").getByRole("listitem").filter({ hasText: "Dice" }).waitFor();
    await part(auditor, "Changes").getByRole("listitem").first().waitFor();
    expect(await auditor.getByRole("button", { name: /^Change the/ }).count()).toBe(0);
    const support = await signedInAs("support");
    await support.goto(`${stage.web}${SCREEN}`);
    await support.getByText(/^How games pay is looked after by operators/).waitFor();
    const navigation = support.getByRole("navigation", { name: "Administration" });
    expect(await navigation.getByRole("link", { name: "Games" }).count()).toBe(0);
    const player = await signedIn(await stage.wallet());
    await player.goto(`${stage.web}${SCREEN}`);
    await player.getByText("It is for the house's staff.", { exact: false }).waitFor();
  });

  test("behavior: no accessibility fault, and nothing scrolls sideways on a phone", async () => {
    await admin.goto(`${stage.web}${SCREEN}`);
    await part(admin, "Changes").getByRole("listitem").first().waitFor();
    await expectNoFaults(admin);
    await admin.getByRole("button", { name: "Change the BNB table" }).click();
    await admin.getByRole("dialog").getByLabel("Edge").fill("1");
    await expectNoFaults(admin);
    expect(failures.flat()).toEqual([]);
  });
});

async function signedInAs(role: Staff): Promise<Page> {
  const wallet = await stage.wallet();
  await stage.house.query(
    "INSERT INTO users (tenant_id, wallet_address, role) SELECT id, lower($1), $2 FROM tenants WHERE slug = 'main'",
    [wallet.account.address, role],
  );
  return signedIn(wallet);
}

async function signedIn(wallet: BrowserWallet): Promise<Page> {
  const { page, failures: found } = await stage.page({ wallet });
  failures.push(found);
  await page.goto(`${stage.web}/admin`);
  await connectWith(page, /Test Wallet/);
  await signIn(page);
  return page;
}

async function edgeShown(page: Page, game: string): Promise<string> {
  await page.goto(`${stage.web}/games/${game}`);
  return page.locator("dt:text-is('House edge') + dd").innerText();
}

function part(page: Page, heading: string) {
  return page.locator("section", {
    has: page.getByRole("heading", { name: heading, level: 2, exact: true }),
  });
}

/** An agent who is given a quarter of a percent of what is staked: half of the smallest edge on offer. */
async function agentWithRebate(): Promise<string> {
  const [house] = await stage.house.query<{ tenantId: number; userId: string }>(
    `SELECT tenant_id AS "tenantId", id AS "userId" FROM users WHERE role = 'admin'`,
  );
  const [agent] = await stage.house.query<{ id: string }>(
    `INSERT INTO users (tenant_id, wallet_address) VALUES ($1, '0x' || repeat('a9', 20)) RETURNING id`,
    [house?.tenantId],
  );
  if (house === undefined || agent === undefined) throw new Error("the house has its people");
  const pool = createPool({ url: await stage.house.databaseUrl(), role: "owner", maxConnections: 1 });
  try {
    const hierarchy = createHierarchy({ pool, clock: Date });
    const viewer = { ...house, role: "admin" as const };
    await hierarchy.move(viewer, agent.id, { parentId: null, level: "agent" });
    await hierarchy.setRates(viewer, agent.id, { revenueShareBps: 0, turnoverBps: 25 });
  } finally {
    await pool.end();
  }
  return agent.id;
}

/** As the engine does with a game that a release brought, and whose edge it has found too small. */
async function withhold(game: string, reason: string): Promise<void> {
  const rules = findGame(game);
  const { hash } = gameConfigOf(rules, rules.edge.defaultBps);
  // Whether the engine has put the game into force before depends on whether anybody has played.
  await stage.house.query(`
    BEGIN;
    INSERT INTO withheld_games (tenant_id, game, hash, edge_bps, reason)
      SELECT id, '${game}', '${hash}', ${rules.edge.defaultBps}, '${reason}' FROM tenants WHERE slug = 'main';
    SET LOCAL session_replication_role = replica;
    DELETE FROM game_configs WHERE game = '${game}';
    COMMIT`);
}

/** On a large dark screen, and on a small light one. */
async function expectNoFaults(page: Page): Promise<void> {
  for (const [theme, viewport] of [
    ["dark", DESKTOP],
    ["light", PHONE],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.evaluate((chosen) => document.documentElement.setAttribute("data-theme", chosen), theme);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, "nothing scrolls sideways").toBeLessThanOrEqual(0);
  }
}
