"use client";

import {
  ChevronDown,
  Copy,
  KeyRound,
  Landmark,
  LogOut,
  SlidersHorizontal,
  Unplug,
  Wallet,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { shortened } from "@/lib/format/shortened";
import { useHouse } from "@/lib/house/houseQuery";
import { isStaff } from "@/lib/session/staff";
import { useEntrance } from "@/lib/session/useEntrance";
import { useSession } from "@/lib/session/useSession";
import { notify } from "@/lib/ui/notify";
import { openDialog } from "@/lib/ui/openDialog";
import { loadWallet } from "@/lib/wallet/loadWallet";
import type { WalletState } from "@/lib/wallet/walletState";

export function AccountMenu() {
  const t = useTranslations("session.menu");
  const { house } = useHouse();
  const { user, session } = useSession();
  const { wallet, connect } = useEntrance();
  const router = useRouter();
  if (user === null) return null;

  async function copyAddress(address: string): Promise<void> {
    await navigator.clipboard.writeText(address);
    notify("success", t("copied"));
  }
  async function disconnect(): Promise<void> {
    if (house !== null) await (await loadWallet(house)).disconnect();
  }

  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={t("label", { address: shortened(user.walletAddress) })}
        className="flex h-10 items-center gap-1.5 rounded-control bg-raised px-3 font-mono text-[0.8125rem] transition-colors hover:bg-border"
      >
        <Wallet aria-hidden className="size-4 sm:hidden" />
        <span className="hidden sm:inline">{shortened(user.walletAddress)}</span>
        <ChevronDown aria-hidden className="size-4 text-ink-faint" />
      </DropdownMenu.Trigger>
      {/* Not in a portal: the menu stays inside the header, a landmark. */}
      <DropdownMenu.Content
        align="end"
        sideOffset={8}
        collisionPadding={12}
        className="animate-rise z-50 w-72 rounded-card border bg-surface p-1.5 shadow-float"
      >
        <WhoIsIn walletAddress={user.walletAddress} wallet={wallet} />
        <Item icon={<Copy aria-hidden />} onSelect={() => void copyAddress(user.walletAddress)}>
          {t("copyAddress")}
        </Item>
        <Item icon={<KeyRound aria-hidden />} onSelect={() => openDialog.set("sessions")}>
          {t("sessions")}
        </Item>
        <Item icon={<SlidersHorizontal aria-hidden />} onSelect={() => router.push("/limits")}>
          {t("limits")}
        </Item>
        {isStaff(user.role) && (
          <Item icon={<Landmark aria-hidden />} onSelect={() => router.push("/admin")}>
            {t("admin")}
          </Item>
        )}
        <DropdownMenu.Separator className="my-1.5 h-px bg-border" />
        {wallet.status === "connected" ? (
          <Item icon={<Unplug aria-hidden />} onSelect={() => void disconnect()}>
            {t("disconnect", { wallet: wallet.walletName })}
          </Item>
        ) : (
          <Item icon={<Wallet aria-hidden />} onSelect={connect}>
            {t("connect")}
          </Item>
        )}
        <Item icon={<LogOut aria-hidden />} onSelect={() => void session.signOut()}>
          {t("signOut")}
        </Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

type WhoProps = { readonly walletAddress: string; readonly wallet: WalletState };

/** The account that is signed in, and what to know of the wallet beside it. */
function WhoIsIn({ walletAddress, wallet }: WhoProps) {
  const t = useTranslations("session.menu");
  const isConnected = wallet.status === "connected";
  return (
    <div className="space-y-1 px-3 py-2 text-sm">
      <p className="text-ink-faint">{t("signedInAs")}</p>
      <p className="font-mono text-xs break-all">{walletAddress}</p>
      {isConnected && wallet.address.toLowerCase() !== walletAddress && (
        <p className="text-warning">{t("otherWallet", { address: shortened(wallet.address) })}</p>
      )}
      {isConnected && wallet.isBurner && <p className="text-warning">{t("burner")}</p>}
    </div>
  );
}

type ItemProps = { readonly icon: ReactNode; readonly onSelect: () => void; readonly children: ReactNode };

function Item({ icon, onSelect, children }: ItemProps) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      className="flex h-10 cursor-pointer items-center gap-3 rounded-control px-3 text-sm outline-none data-[highlighted]:bg-raised [&>svg]:size-4 [&>svg]:text-ink-faint"
    >
      {icon}
      {children}
    </DropdownMenu.Item>
  );
}
