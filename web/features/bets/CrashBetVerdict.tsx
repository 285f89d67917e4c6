"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { PublicCrashRound } from "#domain/api/crash.ts";
import { type CrashBetVerdict as Verdict, verifyBetOfRound } from "#domain/games/crash/verifyBetOfRound.ts";
import { Await } from "@/components/Await";
import { BlockLink } from "@/components/BlockLink";
import { CopyText } from "@/components/CopyText";
import { CrashSteps } from "@/components/CrashSteps";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import { TransactionLink } from "@/components/TransactionLink";
import { useApp } from "@/lib/app/AppContext";
import { crashRoundQuery } from "@/lib/crash/crashRound";
import type { RevealedBet } from "@/lib/verify/verifyBet";

const ROUND_CHECKS = ["commitment", "chain", "terms", "salt", "point"] as const;
const BET_CHECKS = ["round", "exit", "payout"] as const;

/** A bet on crash worked out again here, in the browser, with its round and the chain that the round was fixed by. */
export function CrashBetVerdict({ bet }: { readonly bet: RevealedBet }) {
  const { api } = useApp();
  const round = useQuery(crashRoundQuery(api, bet.seedId));
  return <Await query={round}>{(data) => <OfRound bet={bet} publicRound={data} />}</Await>;
}

type Props = { readonly bet: RevealedBet; readonly publicRound: PublicCrashRound };

function OfRound({ bet, publicRound }: Props) {
  const t = useTranslations("bets.verdict");
  const ofRound = useTranslations("crash.verdict");
  const verdict = attempt({ bet, publicRound });
  if (verdict === null) return <Notice tone="negative">{ofRound("notKnown")}</Notice>;
  if (verdict instanceof Error) return <Notice tone="negative">{verdict.message}</Notice>;
  const { checks } = verdict;
  const isFair = [...ROUND_CHECKS, ...BET_CHECKS].every((check) => checks[check]);
  const { game } = publicRound;
  return (
    <div className="space-y-4">
      <Notice tone={isFair ? "positive" : "negative"}>
        <p className="font-medium">{t(isFair ? "fair" : "unfair")}</p>
        <ul className="list-outside list-disc pl-4">
          {ROUND_CHECKS.map((check) => (
            <li key={check}>{ofRound(`${check}.${checks[check]}`, { game })}</li>
          ))}
          {BET_CHECKS.map((check) => (
            <li key={check}>{t(`${check}.${checks[check]}`)}</li>
          ))}
          {!verdict.round.isEdgeCommitted && <li>{ofRound("edgeNotFixed")}</li>}
        </ul>
      </Notice>
      <DrawFacts chain={publicRound.chain} digest={verdict.bet.digest} />
      <CrashSteps verdict={verdict.round} game={game} />
    </div>
  );
}

type DrawProps = {
  readonly chain: PublicCrashRound["chain"];
  /** HMAC-SHA-256 of the salt under the game's hash. */
  readonly digest: string;
};

/** What the crash point was drawn from, and where on the chain to look for it. */
function DrawFacts({ chain: { anchorTx, saltBlock, salt }, digest }: DrawProps) {
  const t = useTranslations("crash.round");
  const steps = useTranslations("verification");
  return (
    <Facts
      facts={[
        { name: t("anchor"), value: anchorTx === null ? "–" : <TransactionLink hash={anchorTx} /> },
        { name: t("saltBlock"), value: saltBlock === null ? "–" : <BlockLink number={saltBlock} /> },
        { name: t("salt"), value: salt === null ? "–" : <CopyText text={salt} name={t("salt")} /> },
        { name: steps("hmac"), value: <CopyText text={digest} name={steps("hmac")} /> },
      ]}
    />
  );
}

function attempt({ bet, publicRound }: Props): Verdict | Error | null {
  try {
    return verifyBetOfRound(bet, publicRound);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
