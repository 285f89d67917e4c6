import { Dices, type LucideIcon, Network, Scale, ShieldCheck, Wallet } from "lucide-react";

/** Where the navigation leads; names are message keys. */
export const destinations = [
  { href: "/", name: "lobby", icon: Dices },
  { href: "/fairness", name: "fairness", icon: ShieldCheck },
  { href: "/wallet", name: "wallet", icon: Wallet },
  { href: "/transparency", name: "transparency", icon: Scale },
  { href: "/agents", name: "agents", icon: Network },
] as const satisfies readonly { href: string; name: string; icon: LucideIcon }[];

/** Games and bets are reached from the lobby, and belong to it. */
export function isCurrent(href: string, path: string): boolean {
  if (href === "/") return path === "/" || path.startsWith("/games/");
  return path === href || path.startsWith(`${href}/`);
}
