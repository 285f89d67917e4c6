import type { ReactNode } from "react";
import { AgentsFrame } from "@/features/agents/AgentsFrame";

export default function AgentsLayout({ children }: { readonly children: ReactNode }) {
  return <AgentsFrame>{children}</AgentsFrame>;
}
