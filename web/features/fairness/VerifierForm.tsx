"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { games } from "#domain/games/registry.ts";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Select } from "@/components/Select";
import {
  startingParams,
  VERIFIABLE,
  type VerifierFault,
  type VerifierInput,
} from "@/features/fairness/verifierInput";

type Props = {
  readonly input: VerifierInput;
  readonly fault: VerifierFault | null;
  readonly onChange: (part: Partial<VerifierInput>) => void;
  readonly onVerify: () => void;
};

const FIELDS = ["serverSeed", "clientSeed", "nonce", "params"] as const;

/** All that an outcome follows from. */
export function VerifierForm({ input, fault, onChange, onVerify }: Props) {
  const t = useTranslations("fairness.verifier");

  function submit(event: FormEvent): void {
    event.preventDefault();
    onVerify();
  }

  return (
    <form className="space-y-4" onSubmit={submit}>
      <Field label={t("game")}>
        {(control) => (
          <Select
            {...control}
            value={input.game}
            onChange={({ target }) => onChange({ game: target.value, params: startingParams(target.value) })}
          >
            {VERIFIABLE.map((game) => (
              <option key={game} value={game}>
                {games.get(game)?.name ?? t("cards")}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {FIELDS.map((field) => (
        <Field key={field} label={t(field)} error={fault === field ? t(`fault.${field}`) : null}>
          {(control) => (
            <Input
              {...control}
              isMono
              inputMode={field === "nonce" ? "numeric" : "text"}
              value={input[field]}
              onChange={(event) => onChange({ [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Button type="submit" variant="primary" size="lg" className="w-full">
        {t("verify")}
      </Button>
    </form>
  );
}
