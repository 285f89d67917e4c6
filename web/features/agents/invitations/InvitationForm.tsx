"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { MemberLevel } from "#domain/agents/hierarchy.ts";
import { invitationRequest, invitationView } from "#domain/api/agents.ts";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Notice } from "@/components/Notice";
import { agentKeys } from "@/features/agents/agentQueries";
import { LevelSelect } from "@/features/agents/LevelSelect";
import { useApp } from "@/lib/app/AppContext";
import { notify } from "@/lib/ui/notify";

const HOURS_PER_DAY = 24;
const DEFAULT_USES = "1";
const DEFAULT_DAYS = 7;
/** Without their defaults: a field that is empty is not filled in. */
const usesShape = invitationRequest.shape.maxUses.unwrap();
const hoursShape = invitationRequest.shape.validHours.unwrap();

type Props = { readonly levels: readonly MemberLevel[]; readonly isOfHouse: boolean };

/** Makes a code: what the invited become, for how many, and for how long. */
export function InvitationForm({ levels, isOfHouse }: Props) {
  const t = useTranslations("agents.invitations");
  const [level, setLevel] = useState(levels[0] ?? "user");
  const [uses, setUses] = useState(DEFAULT_USES);
  const [hours, setHours] = useState(() => (DEFAULT_DAYS * HOURS_PER_DAY).toString());
  const make = useMakeInvitation();
  const maxUses = usesShape.safeParse(numberOf(uses)).data;
  const validHours = hoursShape.safeParse(numberOf(hours)).data;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (maxUses !== undefined && validHours !== undefined) make.mutate({ level, maxUses, validHours });
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <p className="text-sm text-ink-soft">{t(isOfHouse ? "leadHouse" : "lead")}</p>
      <LevelSelect label={t("level")} levels={levels} value={level} onChange={setLevel} />
      <div className="grid grid-cols-2 gap-4">
        <Field label={t("uses")} error={maxUses === undefined ? t("usesInvalid") : null}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={uses}
              onChange={(event) => setUses(event.target.value.trim())}
            />
          )}
        </Field>
        <Field
          label={t("hours")}
          hint={validHours === undefined ? null : t("days", { days: daysText(validHours) })}
          error={validHours === undefined ? t("hoursInvalid") : null}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={hours}
              onChange={(event) => setHours(event.target.value.trim())}
            />
          )}
        </Field>
      </div>
      {make.error !== null && <Notice tone="negative">{make.error.message}</Notice>}
      <Button
        type="submit"
        variant="primary"
        className="w-full"
        disabled={maxUses === undefined || validHours === undefined}
        isBusy={make.isPending}
      >
        {t("submit")}
      </Button>
    </form>
  );
}

function useMakeInvitation() {
  const t = useTranslations("agents.invitations");
  const { api } = useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: {
      readonly level: MemberLevel;
      readonly maxUses: number;
      readonly validHours: number;
    }) => api.request({ method: "POST", path: "/agents/invitations", body, schema: invitationView }),
    onSuccess: () => {
      notify("success", t("made"));
      return client.invalidateQueries({ queryKey: agentKeys.invitations });
    },
  });
}

/** Digits alone: no sign, point or exponent. */
function numberOf(text: string): number | undefined {
  return /^[0-9]{1,6}$/.test(text) ? Number(text) : undefined;
}

/** Hours as days, to a tenth. */
function daysText(hours: number): string {
  return (Math.round((10 * hours) / HOURS_PER_DAY) / 10).toString();
}
