"use client";

import { useTranslations } from "next-intl";
import { Disclosure } from "@/components/Disclosure";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { isNodeAddress } from "@/features/exit/useExitNode";

type Props = {
  readonly typedUrl: string;
  readonly onTypeUrl: (url: string) => void;
  /** The node whose address is known, if any. */
  readonly rpcUrl: string | null;
};

/** Names another node to ask; the wallet's own, or the house's, does otherwise. */
export function NodeAddress({ typedUrl, onTypeUrl, rpcUrl }: Props) {
  const t = useTranslations("exit.wallet");
  return (
    <Disclosure title={t("node")}>
      <Field
        label={t("nodeAddress")}
        hint={t("nodeHint")}
        error={typedUrl === "" || isNodeAddress(typedUrl) ? null : t("nodeInvalid")}
      >
        {(control) => (
          <Input
            {...control}
            isMono
            inputMode="url"
            placeholder={rpcUrl ?? "https://"}
            value={typedUrl}
            onChange={(event) => onTypeUrl(event.target.value)}
          />
        )}
      </Field>
    </Disclosure>
  );
}
