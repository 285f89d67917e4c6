// @ts-nocheck Ponder and its types are installed here when the bench first runs, not with the project.
import { ponder } from "ponder:registry";
import schema from "ponder:schema";

const NATIVE = `0x${"0".repeat(40)}`;
const ENTRY_DIGITS = 64;
const ADDRESS_DIGITS = 40;
const NOTHING = { deposited: 0n, paid: 0n, credit: 0n, entered: 0n };
const EMPTY_HOUSE = { custody: 0n, deposited: 0n, paid: 0n, credited: 0n, claimed: 0n, entered: 0n };

ponder.on("Vault:Deposited", async ({ event, context }) => {
  const { account, token, quanta } = event.args;
  await context.db.insert(schema.deposit).values({
    id: event.id,
    account,
    token,
    quanta,
    blockNumber: event.block.number,
    blockHash: event.block.hash,
    blockTime: event.block.timestamp,
    txHash: event.transaction.hash,
    logIndex: event.log.logIndex,
  });
  await addToAccount(context, account, token, { deposited: quanta });
  await addToHouse(context, token, { custody: quanta, deposited: quanta });
});

ponder.on("Vault:PayoutExecuted", async ({ event, context }) => {
  const { batchId, token, total, count, credited, entries } = event.args;
  await context.db
    .insert(schema.payout)
    .values({ batchId, token, total, credited, count, txHash: event.transaction.hash });
  const lines = unpack(entries).map((line, position) => ({ batchId, position, ...line }));
  await context.db.insert(schema.payoutEntry).values(lines);
  for (const { account, quanta } of lines) await addToAccount(context, account, token, { paid: quanta });
  await addToHouse(context, token, { custody: credited - total, paid: total - credited });
});

ponder.on("Vault:PayoutCredited", async ({ event, context }) => {
  const { batchId, account, token, quanta } = event.args;
  await context.db.insert(schema.credit).values({ id: event.id, batchId, account, token, quanta });
  await addToAccount(context, account, token, { paid: -quanta, credit: quanta });
  await addToHouse(context, token, { credited: quanta });
});

ponder.on("Vault:CreditClaimed", async ({ event, context }) => {
  const { account, token, quanta } = event.args;
  await context.db.insert(schema.credit).values({ id: event.id, account, token, quanta: -quanta });
  await addToAccount(context, account, token, { paid: quanta, credit: -quanta });
  await addToHouse(context, token, { custody: -quanta, claimed: quanta });
});

ponder.on("Vault:RegistrationAccepted", (entered) => enter(entered, false));
ponder.on("Vault:RetopupCompleted", (entered) => enter(entered, true));

ponder.on("Vault:CheckpointPublished", async ({ event, context }) => {
  const { token, epoch, root, total } = event.args;
  await context.db
    .insert(schema.checkpoint)
    .values({ token, epoch, root, total, txHash: event.transaction.hash });
  await addToHouse(context, token, {});
});

async function enter({ event, context }, isRetopup) {
  const { account, sponsor, quanta } = event.args;
  await context.db.insert(schema.entry).values({ id: event.id, account, sponsor, quanta, isRetopup });
  await addToAccount(context, account, NATIVE, { entered: quanta });
  await addToHouse(context, NATIVE, { custody: quanta, entered: quanta });
}

async function addToAccount(context, address, token, change) {
  await context.db
    .insert(schema.account)
    .values({ address, token, ...NOTHING, ...sums(NOTHING, change) })
    .onConflictDoUpdate((row) => sums(row, change));
}

async function addToHouse(context, token, change) {
  await context.db
    .insert(schema.house)
    .values({ token, events: 1, ...EMPTY_HOUSE, ...sums(EMPTY_HOUSE, change) })
    .onConflictDoUpdate((row) => ({ events: row.events + 1, ...sums(row, change) }));
}

/** The columns that change, with their new values. */
function sums(row, change) {
  return Object.fromEntries(Object.entries(change).map(([column, by]) => [column, row[column] + by]));
}

/** The payments of a batch: 20 bytes of address and 12 of quanta each. */
function unpack(entries) {
  const words = entries.slice(2).match(new RegExp(`.{${ENTRY_DIGITS}}`, "g")) ?? [];
  return words.map((digits) => ({
    account: `0x${digits.slice(0, ADDRESS_DIGITS)}`,
    quanta: BigInt(`0x${digits.slice(ADDRESS_DIGITS)}`),
  }));
}
