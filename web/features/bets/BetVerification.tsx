"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { PublicBetView } from "#domain/api/casino.ts";
import { Button, ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import { anchorPage } from "@/features/bets/anchorPage";
import { useSeeds } from "@/lib/fairness/seedsQuery";

const BetVerdict = dynamic(() => import("@/features/bets/BetVerdict").then((m) => m.BetVerdict));

const CrashBetVerdict = dynamic(() =>
  import("@/features/bets/CrashBetVerdict").then((m) => m.CrashBetVerdict),
);

const RotateDialog = dynamic(() => import("@/components/RotateDialog").then((m) => m.RotateDialog));

/** The seeds behind a bet, and its verification once the server seed is revealed. */
export function BetVerification({ bet }: { readonly bet: PublicBetView }) {
  const t = useTranslations("bets.verify");
  const [isAsked, setIsAsked] = useState(false);
  // Kept here, above what the rotation itself replaces: the dialog still has something to show then.
  const [isRotating, setIsRotating] = useState(false);
  const { serverSeed } = bet;
  const isCrash = bet.game === "crash";
  const Verdict = isCrash ? CrashBetVerdict : BetVerdict;
  const anchored = anchorPage(bet);
  // A bet on crash is drawn from its round's hash and its chain's salt, in the places of a player's seeds.
  const seedName = t(isCrash ? "gameHash" : "serverSeed");
  const saltName = t(isCrash ? "salt" : "clientSeed");
  return (
    <Card heading={t("title")}>
      <Facts
        facts={[
          {
            name: t("commitment"),
            value: (
              <span className="inline-flex flex-wrap items-center justify-end gap-x-3">
                {anchored !== null && (
                  <Link
                    href={anchored}
                    className="rounded-md font-medium text-accent hover:text-accent-strong"
                  >
                    {t("anchored")}
                  </Link>
                )}
                <CopyText text={bet.commitment} name={t("commitment")} />
              </span>
            ),
          },
          {
            name: seedName,
            value:
              serverSeed === null ? (
                <span className="text-ink-faint">{t("hidden")}</span>
              ) : (
                <CopyText text={serverSeed} name={seedName} />
              ),
          },
          { name: saltName, value: <CopyText text={bet.clientSeed} name={saltName} isWhole={!isCrash} /> },
          { name: t(isCrash ? "gameOfChain" : "nonce"), value: bet.nonce },
        ]}
      />
      <div className="mt-4 space-y-4">
        {serverSeed === null ? (
          <NotRevealed bet={bet} onRotate={() => setIsRotating(true)} />
        ) : (
          <>
            <div className="flex flex-wrap gap-2">
              <Button variant="primary" onClick={() => setIsAsked(true)}>
                {t("verify")}
              </Button>
              {/* The verifier draws from a pair of seeds; crash draws from a chain. */}
              {!isCrash && (
                <ButtonLink href={verifierLink({ ...bet, serverSeed })}>{t("stepByStep")}</ButtonLink>
              )}
            </div>
            {isAsked && <Verdict bet={{ ...bet, serverSeed }} />}
          </>
        )}
      </div>
      {isRotating && <RotateDialog onClose={() => setIsRotating(false)} />}
    </Card>
  );
}

/** A server seed is revealed by rotating it, which only its player can do. */
function NotRevealed({ bet, onRotate }: { readonly bet: PublicBetView; readonly onRotate: () => void }) {
  const t = useTranslations("bets.verify");
  const seeds = useSeeds();
  const isMine = seeds.data?.active.seedId === bet.seedId;
  return (
    <>
      <Notice>{t(isMine ? "rotateYours" : "notRevealed")}</Notice>
      {isMine && (
        <Button variant="primary" onClick={onRotate}>
          {t("rotate")}
        </Button>
      )}
    </>
  );
}

function verifierLink({
  game,
  serverSeed,
  clientSeed,
  nonce,
  params,
}: PublicBetView & { serverSeed: string }): string {
  const query = new URLSearchParams({
    game,
    serverSeed,
    clientSeed,
    nonce: nonce.toString(),
    params: JSON.stringify(params),
  });
  return `/fairness?${query}#verifier`;
}
