import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text?: string;
  readonly action?: ReactNode;
};

/** What a list says when it has nothing to show: why, and what to do. */
export function EmptyState({ icon: Icon, title, text, action }: Props) {
  return (
    <div className="flex flex-col items-center gap-2 px-5 py-10 text-center">
      <Icon aria-hidden className="mb-1 size-6 text-ink-faint" />
      <p className="font-medium">{title}</p>
      {text !== undefined && <p className="max-w-sm text-sm text-ink-soft">{text}</p>}
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}
