import { accountKeys } from "@/lib/account/accountKeys";

/** Keys of what staff sees: below the account's, so that it is forgotten with the session. */
export const staffKeys = {
  games: [...accountKeys.all, "staff", "games"],
  jobs: [...accountKeys.all, "staff", "jobs"],
  suspense: [...accountKeys.all, "staff", "suspense"],
} as const;
