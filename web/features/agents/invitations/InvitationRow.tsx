"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { z } from "zod";
import type { InvitationView } from "#domain/api/agents.ts";
import { Badge, type Tone } from "@/components/Badge";
import { Button } from "@/components/Button";
import { CopyText } from "@/components/CopyText";
import { Timestamp } from "@/components/Timestamp";
import { agentKeys } from "@/features/agents/agentQueries";
import { type InvitationState, invitationState } from "@/features/agents/invitations/invitationState";
import { LevelBadge } from "@/features/agents/LevelBadge";
import { useApp } from "@/lib/app/AppContext";
import { useNow } from "@/lib/format/useNow";
import { notify } from "@/lib/ui/notify";

const TONES: Record<InvitationState, Tone> = {
  open: "positive",
  usedUp: "neutral",
  withdrawn: "negative",
  expired: "neutral",
};

/** One code: what it is worth, to hand on or to take back. */
export function InvitationRow({ invitation }: { readonly invitation: InvitationView }) {
  const t = useTranslations("agents.invitations");
  const withdraw = useWithdraw(invitation.id);
  const { code, level, uses, maxUses, expiresAt } = invitation;
  const state = invitationState(invitation, useNow());

  async function copyLink(): Promise<void> {
    await navigator.clipboard.writeText(`${window.location.origin}/agents/join?code=${code}`);
    notify("success", t("linkCopied"));
  }

  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-5 py-3 text-sm">
      <div className="min-w-0 space-y-1.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <CopyText text={code} name={t("code")} isWhole />
          <LevelBadge level={level} />
          <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
        </p>
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-ink-faint">
          <span className="figures">{t("used", { uses, maxUses })}</span>
          <span>
            {t(state === "expired" ? "expired" : "expires")} <Timestamp at={expiresAt} />
          </span>
        </p>
        {withdraw.error !== null && <p className="text-negative">{withdraw.error.message}</p>}
      </div>
      {state === "open" && (
        <div className="flex gap-2">
          <Button size="sm" onClick={() => void copyLink()}>
            <Link2 aria-hidden className="size-4" />
            {t("copyLink")}
          </Button>
          <Button
            size="sm"
            variant="danger"
            aria-label={t("withdrawOf", { code })}
            isBusy={withdraw.isPending}
            onClick={() => withdraw.mutate()}
          >
            {t("withdraw")}
          </Button>
        </div>
      )}
    </li>
  );
}

function useWithdraw(id: string) {
  const { api } = useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.request({ method: "DELETE", path: `/agents/invitations/${id}`, schema: z.null() }),
    onSuccess: () => client.invalidateQueries({ queryKey: agentKeys.invitations }),
  });
}
