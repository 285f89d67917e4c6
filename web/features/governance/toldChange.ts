import { z } from "zod";

const wholeNumber = z
  .string()
  .regex(/^[0-9]{1,15}$/)
  .transform(Number);
const role = { roleId: z.string() };
const account = z.string();
const quanta = z.string().regex(/^[0-9]+$/);
const operation = { operationId: z.string(), nonce: wholeNumber };
const pause = z.object({ newPaused: z.boolean() });

function told<Name extends string, Args extends z.ZodType>(name: Name, args: Args) {
  return z.object({ name: z.literal(name), args });
}

/** The events that this page has words for; the arguments as the API gives them, all numbers as decimal text. */
export const toldChange = z.discriminatedUnion("name", [
  told("RoleGranted", z.object({ ...role, account, delay: wholeNumber, newMember: z.boolean() })),
  told("RoleRevoked", z.object({ ...role, account })),
  told("RoleAdminChanged", z.object({ ...role, admin: z.string() })),
  told("RoleGuardianChanged", z.object({ ...role, guardian: z.string() })),
  told("RoleGrantDelayChanged", z.object({ ...role, delay: wholeNumber, since: wholeNumber })),
  told("RoleLabel", z.object({ ...role, label: z.string() })),
  told("TargetFunctionRoleUpdated", z.object({ ...role, target: account, selector: z.string() })),
  told("TargetAdminDelayUpdated", z.object({ target: account, delay: wholeNumber, since: wholeNumber })),
  told("TargetClosed", z.object({ target: account, closed: z.boolean() })),
  told(
    "OperationScheduled",
    z.object({ ...operation, schedule: wholeNumber, caller: account, target: account, data: z.string() }),
  ),
  told("OperationExecuted", z.object(operation)),
  told("OperationCanceled", z.object(operation)),
  told("SignerRotated", z.object({ newSigner: account, signerEpoch: z.string() })),
  told(
    "OutflowLimitsChanged",
    z.object({
      token: account,
      newLimits: z.object({ batchCap: quanta, outflowCapacity: quanta, outflowRefillPerSecond: quanta }),
    }),
  ),
  told("AuthorityUpdated", z.object({ authority: account })),
  told("TokenListed", z.object({ token: account })),
  told("EntriesPauseChanged", pause),
  told("PayoutsPauseChanged", pause),
]);
export type ToldChange = z.infer<typeof toldChange>;
