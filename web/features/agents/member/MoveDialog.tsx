"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { type PlaceView, placeView } from "#domain/api/agents.ts";
import { uuid } from "#domain/api/primitives.ts";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Notice } from "@/components/Notice";
import { Segmented } from "@/components/Segmented";
import { agentKeys, placeQuery } from "@/features/agents/agentQueries";
import { LevelBadge } from "@/features/agents/LevelBadge";
import { LevelSelect } from "@/features/agents/LevelSelect";
import { type MoveFault, moveFault } from "@/features/agents/member/moveFault";
import { memberLevels } from "@/features/agents/standing";
import { useApp } from "@/lib/app/AppContext";
import { shortened } from "@/lib/format/shortened";
import { notify } from "@/lib/ui/notify";

type Props = { readonly place: PlaceView; readonly onClose: () => void };

/** Gives a member another place or level, after showing whom it would be below. */
export function MoveDialog({ place, onClose }: Props) {
  const t = useTranslations("agents.move");
  const { api } = useApp();
  const [to, setTo] = useState<"house" | "member">(place.parentId === null ? "house" : "member");
  const [typedId, setTypedId] = useState(place.parentId ?? "");
  const [level, setLevel] = useState(place.level);
  const move = useMove(place.id, onClose);
  const parentId = to === "house" ? null : (uuid.safeParse(typedId.trim()).data ?? undefined);
  const parent = useQuery({ ...placeQuery(api, parentId ?? ""), enabled: typeof parentId === "string" });
  const fault: MoveFault | null = moveFault({
    member: place,
    level,
    parent: to === "house" ? null : parentId === undefined ? undefined : parent.data,
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (fault === null && parentId !== undefined) move.mutate({ parentId, level });
  }

  return (
    <Dialog isOpen onClose={onClose} title={t("title")} description={t("description")}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <Segmented
          label={t("to")}
          value={to}
          onChange={setTo}
          options={(["house", "member"] as const).map((value) => ({ value, label: t(`under.${value}`) }))}
        />
        {to === "member" && (
          <ParentField
            typedId={typedId}
            onType={setTypedId}
            parent={parent.data}
            error={parent.error?.message ?? (typedId !== "" && parentId === undefined ? t("noId") : null)}
          />
        )}
        <LevelSelect label={t("level")} levels={memberLevels} value={level} onChange={setLevel} />
        {fault !== null && fault !== "unknownParent" && (
          <Notice tone={fault === "unchanged" ? "info" : "negative"}>{t(`fault.${fault}`)}</Notice>
        )}
        {move.error !== null && <Notice tone="negative">{move.error.message}</Notice>}
        <div className="flex gap-2">
          <Button className="grow" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            type="submit"
            variant="primary"
            className="grow"
            disabled={fault !== null}
            isBusy={move.isPending}
          >
            {t("confirm")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type ParentProps = {
  readonly typedId: string;
  readonly onType: (id: string) => void;
  readonly parent: PlaceView | undefined;
  readonly error: string | null;
};

/** The member to be moved below, by its id, and who that is. */
function ParentField({ typedId, onType, parent, error }: ParentProps) {
  const t = useTranslations("agents.move");
  return (
    <>
      <Field label={t("parentId")} hint={t("parentHint")} error={error}>
        {(control) => (
          <Input {...control} isMono value={typedId} onChange={({ target }) => onType(target.value)} />
        )}
      </Field>
      {parent !== undefined && (
        <p className="flex items-center gap-2 text-sm">
          <LevelBadge level={parent.level} />
          <span className="font-mono text-[0.8125rem]">{shortened(parent.walletAddress)}</span>
        </p>
      )}
    </>
  );
}

function useMove(id: string, onMoved: () => void) {
  const t = useTranslations("agents.move");
  const { api } = useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly parentId: string | null; readonly level: PlaceView["level"] }) =>
      api.request({ method: "POST", path: `/agents/${id}/move`, body, schema: placeView }),
    onSuccess: () => {
      notify("success", t("moved"));
      onMoved();
      return client.invalidateQueries({ queryKey: agentKeys.all });
    },
  });
}
