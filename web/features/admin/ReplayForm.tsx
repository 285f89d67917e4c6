"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { MAX_REPLAY_BLOCKS } from "#domain/api/indexerJobs.ts";
import type { IndexerView } from "#domain/api/monitoring.ts";
import { Await } from "@/components/Await";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Notice } from "@/components/Notice";
import { Select } from "@/components/Select";
import { useOrderReplay } from "@/features/admin/jobsQuery";
import { type ReplayFaults, replayFaults } from "@/features/admin/replayInput";
import { shortened } from "@/lib/format/shortened";
import { useReconciliation } from "@/lib/house/reconciliationQuery";

/** Asks for a range of blocks to be derived from their recorded events once more. */
export function ReplayForm() {
  const t = useTranslations("admin.jobs.replay");
  const report = useReconciliation();
  return (
    <Card heading={t("title")}>
      <p className="pb-4 text-sm text-ink-soft">{t("lead")}</p>
      <Await query={report} lines={4}>
        {({ indexers }) => {
          const [first] = indexers;
          return first === undefined ? (
            <Notice>{t("noVault")}</Notice>
          ) : (
            <Form indexers={indexers} first={first} />
          );
        }}
      </Await>
    </Card>
  );
}

type FormProps = { readonly indexers: readonly IndexerView[]; readonly first: IndexerView };

function Form({ indexers, first }: FormProps) {
  const t = useTranslations("admin.jobs.replay");
  const order = useOrderReplay();
  const [vault, setVault] = useState(first.vault);
  const [typedFrom, setFrom] = useState<string | null>(null);
  const [typedTo, setTo] = useState<string | null>(null);
  const [isTried, setIsTried] = useState(false);
  const chosen = indexers.find((indexer) => indexer.vault === vault) ?? first;
  const { deployBlock, indexedBlock } = chosen;
  // Until something is typed it is everything that is recorded.
  const from = typedFrom ?? deployBlock;
  const to = typedTo ?? indexedBlock ?? "";
  const faults = replayFaults({
    from,
    to,
    deployBlock: BigInt(deployBlock),
    indexedBlock: indexedBlock === null ? null : BigInt(indexedBlock),
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setIsTried(true);
    if (faults.from === null && faults.to === null) order.mutate({ vault, fromBlock: from, toBlock: to });
  }

  const words = (fault: ReplayFaults["from"] | ReplayFaults["to"]) =>
    fault === null
      ? null
      : t(`fault.${fault}`, {
          first: deployBlock,
          last: indexedBlock ?? "–",
          most: MAX_REPLAY_BLOCKS.toLocaleString(),
        });
  const isShown = (typed: string | null) => isTried || typed !== null;
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      {indexers.length > 1 && <VaultField indexers={indexers} vault={vault} onChoose={setVault} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <BlockField
          label={t("from")}
          value={from}
          onChange={setFrom}
          error={isShown(typedFrom) ? words(faults.from) : null}
        />
        <BlockField
          label={t("to")}
          value={to}
          onChange={setTo}
          error={isShown(typedTo) ? words(faults.to) : null}
        />
      </div>
      {order.error !== null && <Notice tone="negative">{order.error.message}</Notice>}
      <Button type="submit" variant="primary" className="w-full" isBusy={order.isPending}>
        {t("start")}
      </Button>
    </form>
  );
}

type VaultProps = {
  readonly indexers: readonly IndexerView[];
  readonly vault: string;
  readonly onChoose: (vault: string) => void;
};

function VaultField({ indexers, vault, onChoose }: VaultProps) {
  const t = useTranslations("admin.jobs.replay");
  return (
    <Field label={t("vault")}>
      {(control) => (
        <Select {...control} value={vault} onChange={({ target }) => onChoose(target.value)}>
          {indexers.map((indexer) => (
            <option key={indexer.vault} value={indexer.vault}>
              {t("onChain", { vault: shortened(indexer.vault), chain: indexer.chainId.toString() })}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

type BlockProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (block: string) => void;
  readonly error: string | null;
};

function BlockField({ label, value, onChange, error }: BlockProps) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          value={value}
          onChange={({ target }) => onChange(target.value.trim())}
        />
      )}
    </Field>
  );
}
