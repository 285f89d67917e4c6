"use client";

import { useTranslations } from "next-intl";
import { Age } from "@/components/Age";
import { Await } from "@/components/Await";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import { Timestamp } from "@/components/Timestamp";
import { ExitProgress } from "@/features/exit/ExitProgress";
import type { ExitReading } from "@/features/exit/exitReading";
import type { ExitNode } from "@/features/exit/useExitNode";
import { useExitTransaction } from "@/features/exit/useExitTransaction";
import type { ConnectedWallet } from "@/features/exit/useExitWallet";
import type { ClaimedTree } from "@/lib/vault/balanceClaims";
import { exitPhase } from "@/lib/vault/exitTerms";
import { busyKind } from "@/lib/wallet/transactionState";

type Props = {
  readonly tree: ClaimedTree;
  readonly node: ExitNode | null;
  readonly reading: {
    readonly data: ExitReading | undefined;
    readonly error: Error | null;
    refetch(): unknown;
  };
  readonly connected: ConnectedWallet | null;
};

/** The third step: whether the exit is open, and opening it. */
export function StatusCard({ tree, node, reading, connected }: Props) {
  const t = useTranslations("exit.status");
  return (
    <Card heading={t("title")}>
      {node === null ? (
        <p className="text-sm text-ink-soft">{t("noNode")}</p>
      ) : (
        <Await query={reading} lines={3}>
          {(answer) => <Status answer={answer} {...{ tree, node, connected }} onChange={reading.refetch} />}
        </Await>
      )}
    </Card>
  );
}

type StatusProps = {
  readonly answer: ExitReading;
  readonly tree: ClaimedTree;
  readonly node: ExitNode;
  readonly connected: ConnectedWallet | null;
  readonly onChange: () => unknown;
};

const MS = 1_000;

function Status({ answer, tree, node, connected, onChange }: StatusProps) {
  const t = useTranslations("exit.status");
  const { exit, standing } = answer;
  const { state, send } = useExitTransaction(onChange);
  const phase = exitPhase({ ...exit, now: standing.now });
  const canSend = connected !== null && connected.chainId === tree.chainId;
  const busy = busyKind(state);

  async function activate(): Promise<void> {
    if (connected === null) return;
    const { activateExit } = await import("@/features/exit/exitActions");
    await send((steps) => activateExit({ tree, connected, node }, steps));
  }

  return (
    <div className="space-y-4">
      {phase.kind === "active" && <Notice tone="positive">{t("active")}</Notice>}
      {phase.kind === "available" && <Notice tone="warning">{t("available")}</Notice>}
      {phase.kind === "later" && <Notice>{t("later")}</Notice>}
      <Facts
        facts={[
          {
            name: t("lastCheckpoint"),
            value:
              standing.checkpoint === null ? (
                t("noCheckpoint")
              ) : (
                <>
                  {standing.checkpoint.epoch.toString()} ·{" "}
                  <Age at={dateOf(standing.checkpoint.publishedAt)} />
                </>
              ),
          },
          ...(phase.kind === "later"
            ? [{ name: t("from"), value: <Moment seconds={phase.availableAt} /> }]
            : []),
        ]}
      />
      <ExitProgress state={state} done={t("activated")} />
      {phase.kind === "available" && (
        <Button
          variant="primary"
          size="lg"
          className="w-full"
          disabled={!canSend}
          isBusy={busy !== null}
          onClick={() => void activate()}
        >
          {canSend ? t("activate") : t("connectFirst")}
        </Button>
      )}
    </div>
  );
}

function Moment({ seconds }: { readonly seconds: bigint }) {
  const at = dateOf(seconds);
  return (
    <span className="inline-flex flex-wrap justify-end gap-x-2">
      <Timestamp at={at.toISOString()} />
      <span className="text-ink-faint">
        (<Age at={at} />)
      </span>
    </span>
  );
}

function dateOf(seconds: bigint): Date {
  return new Date(Number(seconds) * MS);
}
