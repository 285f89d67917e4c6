"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { clientSeed, type SeedsResponse, seedsResponse } from "#domain/api/fairness.ts";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { accountKeys } from "@/lib/account/accountKeys";
import { useApp } from "@/lib/app/AppContext";
import { notify } from "@/lib/ui/notify";

/** The player's own half of the randomness: free to choose until the pair has been used. */
export function ClientSeedForm({ active }: { readonly active: SeedsResponse["active"] }) {
  const t = useTranslations("fairness.clientSeed");
  const { api } = useApp();
  const queryClient = useQueryClient();
  const [text, setText] = useState(active.clientSeed);
  const isUsed = active.nonce > 0;
  const isValid = clientSeed.safeParse(text).success;
  const save = useMutation({
    mutationFn: () =>
      api.request({
        method: "POST",
        path: "/fairness/seeds",
        body: { clientSeed: text },
        schema: seedsResponse,
      }),
    onSuccess: (seeds) => {
      queryClient.setQueryData(accountKeys.seeds, seeds);
      notify("success", t("saved"));
    },
  });
  return (
    <form
      className="flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid && !isUsed) save.mutate();
      }}
    >
      <div className="min-w-0 grow">
        <Field
          label={t("label")}
          hint={isUsed ? t("usedHint") : t("hint")}
          error={isValid ? save.error?.message : t("invalid")}
        >
          {(control) => (
            <Input
              {...control}
              isMono
              readOnly={isUsed}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      </div>
      {!isUsed && (
        <Button
          type="submit"
          className="mt-6.5 h-11"
          disabled={!isValid || text === active.clientSeed}
          isBusy={save.isPending}
        >
          {t("save")}
        </Button>
      )}
    </form>
  );
}
