"use client";

import { useTranslations } from "next-intl";
import type { StatementHead } from "#domain/api/commissions.ts";
import { Card } from "@/components/Card";
import { Command } from "@/components/Command";
import { isOverseer } from "@/features/agents/standing";
import { verifyBooksCommand, verifyFileCommand } from "@/features/agents/statement/verifyCommand";
import { useHouse } from "@/lib/house/houseQuery";
import { useSession } from "@/lib/session/useSession";

/** How to compute every figure again: anybody from the file, staff from the books. */
export function VerifyCard({ head }: { readonly head: StatementHead }) {
  const t = useTranslations("agents.statement.verify");
  const { user } = useSession();
  const { house } = useHouse();
  return (
    <Card heading={t("title")}>
      <div className="space-y-3 text-sm">
        <p className="max-w-3xl text-ink-soft">{t("lead")}</p>
        <Command text={verifyFileCommand} name={t("command")} />
        {user !== null && isOverseer(user.role) && house !== null && (
          <>
            <p className="max-w-3xl pt-2 text-ink-soft">{t("books")}</p>
            <Command text={verifyBooksCommand(house.tenant.slug, head)} name={t("command")} />
          </>
        )}
      </div>
    </Card>
  );
}
