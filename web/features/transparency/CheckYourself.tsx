"use client";

import { Download, LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CheckpointView } from "#domain/api/checkpoints.ts";
import { AnchorButton } from "@/components/Button";
import { Command } from "@/components/Command";
import { useApp } from "@/lib/app/AppContext";
import { leavesUrl } from "@/lib/house/checkpointsQuery";
import { useHouse } from "@/lib/house/houseQuery";
import { useSession } from "@/lib/session/useSession";

/** Stands in the command until the reader is signed in. */
const ANY_ACCOUNT = "0x…";

/** The public leaves, and how to work the root out again without this page. */
export function CheckYourself({ latest }: { readonly latest: CheckpointView }) {
  const t = useTranslations("transparency.owed.check");
  const { api } = useApp();
  const { house } = useHouse();
  const { user } = useSession();
  return (
    <section className="space-y-3 border-t pt-5">
      <h3 className="text-sm font-medium">{t("title")}</h3>
      <p className="max-w-3xl text-sm text-ink-soft">{t("text")}</p>
      <Command
        name={t("command")}
        text={[
          `npm run --silent prove-balance -- --leaves "${leavesUrl(api, latest)}"`,
          `--account ${user?.walletAddress ?? ANY_ACCOUNT} --rpc ${house?.chain.rpcUrl ?? ""}`,
        ].join(" ")}
      />
      <div className="flex flex-wrap gap-2">
        {latest.hasLeaves && (
          <AnchorButton href={leavesUrl(api, latest)} download>
            <Download aria-hidden className="size-4" />
            {t("download", { epoch: latest.epoch })}
          </AnchorButton>
        )}
        {/* A whole page load: the exit page has a content security policy of its own. */}
        <AnchorButton href="/exit" variant="ghost">
          <LogOut aria-hidden className="size-4" />
          {t("exit")}
        </AnchorButton>
      </div>
    </section>
  );
}
