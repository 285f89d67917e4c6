"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { BannerLine } from "@/features/shell/BannerLine";
import { shortened } from "@/lib/format/shortened";
import { useEntrance } from "@/lib/session/useEntrance";
import { useSession } from "@/lib/session/useSession";

/** After a change of account in the wallet: whose session this is, and the way over. */
export function OtherAccount() {
  const t = useTranslations("shell.banner");
  const { user } = useSession();
  const { wallet, toChain, signIn } = useEntrance();
  if (user === null || wallet.status !== "connected" || toChain !== "signIn") return null;
  const names = { wallet: shortened(wallet.address), account: shortened(user.walletAddress) };
  return (
    <BannerLine>
      <p className="min-w-0 flex-1 basis-60">{t("otherAccount", names)}</p>
      <Button size="sm" isBusy={signIn.isPending} onClick={() => signIn.mutate()}>
        {t("signInAs", names)}
      </Button>
    </BannerLine>
  );
}
