"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { games } from "#domain/games/registry.ts";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Select } from "@/components/Select";
import {
  readVerifierInput,
  startingParams,
  VERIFIABLE,
  type VerifierFault,
  type VerifierInput,
} from "@/features/fairness/verifierInput";
import type { RecomputeInput } from "@/lib/verify/recompute";

const VerifierResult = dynamic(() =>
  import("@/features/fairness/VerifierResult").then((m) => m.VerifierResult),
);

const FIELDS = ["serverSeed", "clientSeed", "nonce", "params"] as const;

/** Works any outcome out from its seeds, here in the browser: nothing is sent anywhere. */
export function Verifier({ prefilled }: { readonly prefilled: VerifierInput }) {
  const t = useTranslations("fairness.verifier");
  const [input, setInput] = useState(prefilled);
  const [asked, setAsked] = useState<RecomputeInput | null>(null);
  const [fault, setFault] = useState<VerifierFault | null>(null);

  function change(part: Partial<VerifierInput>): void {
    setInput({ ...input, ...part });
    setAsked(null);
    setFault(null);
  }
  function verify(): void {
    const read = readVerifierInput(input);
    setFault(typeof read === "string" ? read : null);
    setAsked(typeof read === "string" ? null : read);
  }

  return (
    <Card id="verifier" heading={t("title")} className="scroll-mt-20">
      <p className="mb-4 max-w-2xl text-sm text-ink-soft">{t("lead")}</p>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <form
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            verify();
          }}
        >
          <Field label={t("game")}>
            {(control) => (
              <Select
                {...control}
                value={input.game}
                onChange={({ target }) =>
                  change({ game: target.value, params: startingParams(target.value) })
                }
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
                  onChange={(event) => change({ [field]: event.target.value })}
                />
              )}
            </Field>
          ))}
          <Button type="submit" variant="primary" size="lg" className="w-full">
            {t("verify")}
          </Button>
        </form>
        <div aria-live="polite" className="min-w-0">
          {asked === null ? (
            <p className="rounded-control border border-dashed p-6 text-sm text-ink-faint">
              {t("nothingYet")}
            </p>
          ) : (
            <VerifierResult input={asked} />
          )}
        </div>
      </div>
    </Card>
  );
}
