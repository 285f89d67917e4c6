import type { PolicyOnFile } from "#backend/adapters/signingPolicyFile.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { formatMajor } from "#domain/money/amount.ts";
import { BNB } from "#domain/money/currency.ts";
import type { EntryAmounts, EntryCaps, TokenCaps, VaultPolicy } from "#domain/settlement/signingPolicy.ts";

/** The vault counts every token in millionths, whatever its own decimals. */
const TOKEN_DECIMALS = 6;
const COLUMN = 44;

/** Says in words what a policy allows, line by line. */
export function describePolicy({ policy, rpcUrls, killSwitchPath, isStopped }: PolicyOnFile): string[] {
  const chains = [...rpcUrls].map(([chainId, urls]) => {
    // The hosts alone: paths and queries of endpoints often hold a key.
    const hosts = urls.map((url) => new URL(url).host).join(", then ");
    return `Chain ${chainId}: the signer itself reads vaults at ${hosts}.`;
  });
  const stop = isStopped() ? "It exists NOW: nothing is signed." : "It does not exist now.";
  return [
    `Kill switch: while the file ${killSwitchPath} exists, nothing at all is signed. ${stop}`,
    `Deadlines: a batch must be executed within ${duration(policy.maxDeadlineSeconds)} of being signed.`,
    ...chains,
    ...(policy.vaults.length === 0 ? ["No vault is listed: everything is refused."] : []),
    ...policy.vaults.flatMap((vault) => ["", ...describeVault(vault)]),
  ];
}

function describeVault({ chainId, vault, types, tokens, entries }: VaultPolicy): string[] {
  const signed = types.length === 0 ? "nothing" : types.join(" and ");
  return [
    `Vault ${vault} on chain ${chainId}: ${signed} may be signed.`,
    ...tokens.flatMap(describeToken),
    ...(entries === undefined ? [] : describeEntries(entries)),
  ];
}

function describeToken(caps: TokenCaps): string[] {
  const isNative = caps.token === NATIVE_TOKEN;
  const amount = (quanta: bigint) => inCoins(quanta, isNative);
  return [
    `  ${isNative ? "The chain's own coin" : `Token ${caps.token}`}:`,
    row(amount(caps.maxBatchQuanta), "at most in one batch"),
    row(amount(caps.maxDayQuanta), "at most in all batches of one UTC day"),
    row(amount(caps.maxRecipientBatchQuanta), "at most for one recipient in one batch"),
    row(amount(caps.maxRecipientDayQuanta), "at most for one recipient in one UTC day"),
    ...oddities(caps).map((oddity) => `    Look again: ${oddity}.`),
  ];
}

/** Numbers that are valid together, and hardly meant. */
function oddities(caps: TokenCaps): string[] {
  const { maxBatchQuanta, maxDayQuanta, maxRecipientBatchQuanta, maxRecipientDayQuanta } = caps;
  const found: [boolean, string][] = [
    [Object.values(caps).includes(0n), "a cap of 0 stops every payment of this token"],
    [maxBatchQuanta > maxDayQuanta, "the cap of a batch is above that of a day and never reached"],
    [maxRecipientBatchQuanta > maxBatchQuanta, "one recipient's cap is above the batch's and never reached"],
    [
      maxRecipientBatchQuanta > maxRecipientDayQuanta,
      "one recipient's cap in a batch is above that in a day",
    ],
    [maxRecipientDayQuanta >= maxDayQuanta, "one recipient alone may get all that is paid on a day"],
  ];
  return found.flatMap(([isOdd, text]) => (isOdd ? [text] : []));
}

function describeEntries({ maxPerDay, maxDeadlineSeconds, kinds }: EntryCaps): string[] {
  return [
    "  Entries into the plan:",
    row(amountsOf(kinds.registration), "for a registration"),
    row(amountsOf(kinds.retopup), "for a top-up"),
    row(`${maxPerDay}`, "at most in one UTC day, both kinds together"),
    row(duration(maxDeadlineSeconds), "at most from signing to use"),
  ];
}

function amountsOf(amounts: EntryAmounts | undefined): string {
  if (amounts === undefined) return "none";
  if ("amounts" in amounts) return amounts.amounts.map((quanta) => inCoins(quanta, true)).join(" or ");
  return `${inCoins(amounts.minQuanta, true)} to ${inCoins(amounts.maxQuanta, true)}`;
}

function row(value: string, meaning: string): string {
  return `    ${value.padEnd(COLUMN)} ${meaning}`;
}

function inCoins(quanta: bigint, isNative: boolean): string {
  const [decimals, unit] = isNative ? [BNB.decimals, "coins"] : [TOKEN_DECIMALS, "tokens"];
  return `${formatMajor(quanta, decimals)} ${unit} (${quanta} quanta)`;
}

function duration(seconds: bigint): string {
  const units: [bigint, string][] = [
    [86_400n, "days"],
    [3_600n, "hours"],
    [60n, "minutes"],
  ];
  const [size, name] = units.find(([unit]) => seconds >= unit && seconds % unit === 0n) ?? [1n, "seconds"];
  const count = seconds / size;
  return `${count} ${count === 1n ? name.slice(0, -1) : name}`;
}
