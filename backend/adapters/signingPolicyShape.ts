import { z } from "zod";
import { SIGNED_TYPES } from "#domain/settlement/signingPolicy.ts";
import { hexOf } from "./signerProtocol.ts";

const MAX_CHAINS = 16;
const MAX_VAULTS = 256;
const MAX_TOKENS = 64;
const MAX_LISTED_AMOUNTS = 64;
const MAX_RPC_URLS = 8;
const MAX_ENTRIES_A_DAY = 1_000_000;

const quanta = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,38})$/, "must be a whole number of quanta in decimal digits")
  .transform(BigInt);
const chainId = z.number().int().positive();
const deadlineSeconds = z.number().int().min(60).max(31_536_000).transform(BigInt);

const tokenCaps = z.strictObject({
  token: hexOf(20),
  maxBatchQuanta: quanta,
  maxDayQuanta: quanta,
  maxRecipientBatchQuanta: quanta,
  maxRecipientDayQuanta: quanta,
});

/** Either the amounts themselves, or the ends of a range. */
const entryAmounts = z.union([
  z.strictObject({ amounts: z.array(quanta).min(1).max(MAX_LISTED_AMOUNTS) }),
  z
    .strictObject({ minQuanta: quanta, maxQuanta: quanta })
    .refine(({ minQuanta, maxQuanta }) => minQuanta <= maxQuanta, "minQuanta is above maxQuanta"),
]);

const entryCaps = z.strictObject({
  maxPerDay: z.number().int().min(0).max(MAX_ENTRIES_A_DAY),
  maxDeadlineSeconds: deadlineSeconds,
  kinds: z.strictObject({ registration: entryAmounts.optional(), retopup: entryAmounts.optional() }),
});

const vaultPolicy = z
  .strictObject({
    chainId,
    vault: hexOf(20),
    signerContract: hexOf(20).optional(),
    types: z.array(z.enum(SIGNED_TYPES)).max(SIGNED_TYPES.length),
    tokens: z.array(tokenCaps).max(MAX_TOKENS),
    entries: entryCaps.optional(),
  })
  .refine(({ types, tokens }) => types.includes("PayoutBatch") === tokens.length > 0, {
    path: ["tokens"],
    message: "list the tokens' caps if and only if types has PayoutBatch",
  })
  .refine(({ types, entries }) => types.includes("EntryIntent") === (entries !== undefined), {
    path: ["entries"],
    message: "say what entries are allowed if and only if types has EntryIntent",
  })
  .refine(({ tokens }) => isDistinct(tokens.map(({ token }) => token)), {
    path: ["tokens"],
    message: "a token is listed twice",
  });

/** The file's content. Unknown keys are refused: a misspelt cap must not pass for no cap. */
export const policyShape = z
  .strictObject({
    version: z.literal(2, "must be 2: since then a policy also has chains, and types for each vault"),
    /** While a file of this name exists (relative to the policy's folder), everything is refused. */
    killSwitchFile: z.string().min(1),
    maxDeadlineSeconds: deadlineSeconds,
    chains: z
      .array(z.strictObject({ chainId, rpcUrls: z.array(z.url()).min(1).max(MAX_RPC_URLS) }))
      .max(MAX_CHAINS),
    vaults: z.array(vaultPolicy).max(MAX_VAULTS),
  })
  .refine(({ vaults }) => isDistinct(vaults.map((listed) => `${listed.chainId} ${listed.vault}`)), {
    path: ["vaults"],
    message: "a vault is listed twice",
  })
  .refine(({ chains }) => isDistinct(chains.map((listed) => `${listed.chainId}`)), {
    path: ["chains"],
    message: "a chain is listed twice",
  })
  .refine(
    ({ chains, vaults }) => vaults.every((vault) => chains.some(({ chainId }) => chainId === vault.chainId)),
    { path: ["chains"], message: "a vault is on a chain that has no rpcUrls here" },
  );
/** As the file is written: amounts as decimal text. */
export type PolicyFile = z.input<typeof policyShape>;

function isDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
