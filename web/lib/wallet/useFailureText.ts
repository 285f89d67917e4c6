import { useTranslations } from "next-intl";
import { useCallback } from "react";

export type FailureText = { readonly text: string; readonly isRejection: boolean };

/** Puts what a wallet, a node or the vault threw into words. */
export function useFailureText(): (error: unknown) => Promise<FailureText> {
  const t = useTranslations("wallet.failure");
  return useCallback(
    async (error) => {
      const { describeWalletFailure } = await import("@/lib/wallet/walletFailure");
      const failure = describeWalletFailure(error);
      switch (failure.kind) {
        case "rejected":
        case "insufficientFunds":
        case "timedOut":
          return { text: t(failure.kind), isRejection: failure.kind === "rejected" };
        case "refusedByVault":
          return { text: vaultText(failure.errorName), isRejection: false };
        case "other":
          return { text: failure.message, isRejection: false };
      }

      function vaultText(name: string): string {
        switch (name) {
          case "EntriesArePaused":
          case "NotWholeQuanta":
          case "ZeroAmount":
          case "NoCredit":
          case "TooManyUncovered":
          case "TransferFailed":
          case "ExitIsActive":
          case "ExitIsNotActive":
          case "ExitNotAvailable":
          case "AlreadyExited":
          case "LeafWasPaid":
          case "InvalidProof":
          case "NotTheAccount":
          case "NoUncoveredDeposits":
            return t(`vault.${name}`);
          default:
            return t("vault.other", { name });
        }
      }
    },
    [t],
  );
}
