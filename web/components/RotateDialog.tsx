"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { clientSeed } from "#domain/api/fairness.ts";
import { Button, ButtonLink } from "@/components/Button";
import { CopyText } from "@/components/CopyText";
import { Dialog } from "@/components/Dialog";
import { Facts } from "@/components/Facts";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Notice } from "@/components/Notice";
import { ApiProblem } from "@/lib/api/apiErrors";
import { useRotate, useSeeds } from "@/lib/fairness/seedsQuery";
import { useGameNames } from "@/lib/house/useGameNames";

/** Asks before it rotates the seed pair, then shows what that revealed. */
export function RotateDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("fairness.rotate");
  const seeds = useSeeds();
  const rotate = useRotate();
  // The pair that the player wants to see, also when the answer is lost and it is asked for again.
  const [seedId] = useState(seeds.data?.active.seedId);
  const [chosen, setChosen] = useState<string | null>(null);
  const seed = chosen ?? seeds.data?.active.clientSeed ?? "";
  const isValid = clientSeed.safeParse(seed).success;

  if (rotate.data !== undefined) {
    const { revealed } = rotate.data;
    return (
      <Dialog isOpen onClose={onClose} title={t("doneTitle")} description={t("doneText")}>
        <Facts
          facts={[
            {
              name: t("serverSeed"),
              value: <CopyText text={revealed.serverSeed} name={t("serverSeed")} isWhole />,
            },
            { name: t("commitment"), value: <CopyText text={revealed.commitment} name={t("commitment")} /> },
            { name: t("bets"), value: revealed.betCount },
          ]}
        />
        <Button variant="primary" className="mt-4 w-full" onClick={onClose}>
          {t("done")}
        </Button>
      </Dialog>
    );
  }
  return (
    <Dialog isOpen onClose={onClose} title={t("title")} description={t("text")}>
      <div className="space-y-4">
        <Field
          label={t("clientSeed")}
          hint={t("clientSeedHint")}
          error={isValid ? null : t("clientSeedInvalid")}
        >
          {(control) => (
            <Input {...control} isMono value={seed} onChange={(event) => setChosen(event.target.value)} />
          )}
        </Field>
        {rotate.error !== null && <Refusal error={rotate.error} />}
        <div className="flex gap-2">
          <Button className="grow" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            variant="primary"
            className="grow"
            disabled={!isValid}
            isBusy={rotate.isPending}
            onClick={() => rotate.mutate({ seedId, clientSeed: chosen ?? undefined })}
          >
            {t("confirm")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Why the seeds stay; where an open round needs them, the way to it. */
function Refusal({ error }: { readonly error: Error }) {
  const t = useTranslations("fairness.rotate");
  const nameOf = useGameNames();
  const isRound = error instanceof ApiProblem && error.code === "ROUND_STILL_OPEN";
  const game = isRound ? error.problem.values?.game : undefined;
  return (
    <Notice tone="negative">
      <p>{game === undefined ? error.message : t("roundOpen", { game: nameOf(game) })}</p>
      {game !== undefined && (
        <ButtonLink size="sm" href={`/games/${game}`}>
          {t("toRound")}
        </ButtonLink>
      )}
    </Notice>
  );
}
