import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/lib/classNames";

const TONES = {
  info: { look: "bg-accent-soft text-ink", icon: Info, ink: "text-accent" },
  positive: { look: "bg-positive-soft text-ink", icon: CircleCheck, ink: "text-positive" },
  warning: { look: "bg-warning-soft text-ink", icon: TriangleAlert, ink: "text-warning" },
  negative: { look: "bg-negative-soft text-ink", icon: TriangleAlert, ink: "text-negative" },
} as const;

export type NoticeTone = keyof typeof TONES;

type Props = {
  readonly tone?: NoticeTone;
  readonly action?: ReactNode;
  readonly children: ReactNode;
};

/** A message inside the page, read out when it appears. */
export function Notice({ tone = "info", action, children }: Props) {
  const { look, icon: Icon, ink } = TONES[tone];
  return (
    <div
      role={tone === "negative" ? "alert" : "status"}
      className={classNames("flex items-start gap-3 rounded-control p-3 text-sm", look)}
    >
      <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", ink)} />
      <div className="min-w-0 grow space-y-2 [overflow-wrap:anywhere]">{children}</div>
      {action}
    </div>
  );
}
