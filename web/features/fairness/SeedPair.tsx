"use client";

import { KeyRound } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Await } from "@/components/Await";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { EmptyState } from "@/components/EmptyState";
import { EntranceButton } from "@/components/EntranceButton";
import { Facts } from "@/components/Facts";
import { ClientSeedForm } from "@/features/fairness/ClientSeedForm";
import { useSeeds } from "@/lib/fairness/seedsQuery";
import { useSession } from "@/lib/session/useSession";

const RotateDialog = dynamic(() => import("@/components/RotateDialog").then((m) => m.RotateDialog));

/** The pair that the next bet uses, and the commitment to the pair after it. */
export function SeedPair() {
  const t = useTranslations("fairness.pair");
  const { status } = useSession();
  const seeds = useSeeds();
  const [isRotating, setIsRotating] = useState(false);
  return (
    <Card heading={t("title")}>
      {status === "signedOut" ? (
        <EmptyState
          icon={KeyRound}
          title={t("signedOut")}
          text={t("signedOutHint")}
          action={<EntranceButton to="play" size="md" className="" />}
        />
      ) : (
        <Await query={seeds} lines={5}>
          {({ active, next }) => (
            <div className="space-y-4">
              <Facts
                facts={[
                  {
                    name: t("commitment"),
                    value: <CopyText text={active.commitment} name={t("commitment")} isWhole />,
                  },
                  { name: t("nonce"), value: active.nonce },
                  {
                    name: t("next"),
                    value: <CopyText text={next.commitment} name={t("next")} isWhole />,
                  },
                ]}
              />
              <ClientSeedForm key={active.seedId} active={active} />
              <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-4">
                <p className="max-w-sm text-sm text-ink-soft">
                  {t(active.nonce === 0 ? "unusedText" : "rotateText")}
                </p>
                <Button disabled={active.nonce === 0} onClick={() => setIsRotating(true)}>
                  {t("rotate")}
                </Button>
              </div>
            </div>
          )}
        </Await>
      )}
      {isRotating && <RotateDialog onClose={() => setIsRotating(false)} />}
    </Card>
  );
}
