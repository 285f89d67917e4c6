"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { joinRequest, type PlaceView, placeView } from "#domain/api/agents.ts";
import { Button } from "@/components/Button";
import { EntranceButton } from "@/components/EntranceButton";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Notice } from "@/components/Notice";
import { agentKeys } from "@/features/agents/agentQueries";
import { useApp } from "@/lib/app/AppContext";

type Props = { readonly code: string; readonly onJoined: (place: PlaceView) => void };

const LONGEST = 24;

export function JoinForm({ code: given, onJoined }: Props) {
  const t = useTranslations("agents.join");
  const { api } = useApp();
  const client = useQueryClient();
  const [text, setText] = useState(given.toUpperCase());
  const typed = joinRequest.safeParse({ code: text });
  const join = useMutation({
    mutationFn: (body: { readonly code: string }) =>
      api.request({ method: "POST", path: "/agents/join", body, schema: placeView }),
    onSuccess: (place) => {
      onJoined(place);
      return client.invalidateQueries({ queryKey: agentKeys.all });
    },
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (typed.success) join.mutate(typed.data);
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <Field label={t("code")} hint={t("hint")} error={text !== "" && !typed.success ? t("invalid") : null}>
        {(control) => (
          <Input
            {...control}
            isMono
            maxLength={LONGEST}
            value={text}
            onChange={(event) => {
              setText(event.target.value.toUpperCase());
              join.reset();
            }}
          />
        )}
      </Field>
      <Notice>{t("once")}</Notice>
      {join.error !== null && <Notice tone="negative">{join.error.message}</Notice>}
      <EntranceButton to="play">
        <Button
          type="submit"
          variant="primary"
          size="lg"
          className="w-full"
          disabled={!typed.success}
          isBusy={join.isPending}
        >
          {t("submit")}
        </Button>
      </EntranceButton>
    </form>
  );
}
