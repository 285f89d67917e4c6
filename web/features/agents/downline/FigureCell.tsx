import type { ReactNode } from "react";
import { classNames } from "@/lib/classNames";

type Props = {
  readonly name: string;
  /** Nothing to say: on small screens left out, in columns a dash. */
  readonly isHidden: boolean;
  readonly isNumeric?: boolean;
  readonly children: ReactNode;
};

/** One figure of a member; on small screens with its name beside it. */
export function FigureCell({ name, isHidden, isNumeric = false, children }: Props) {
  return (
    <td
      className={classNames(
        "figures items-baseline gap-1.5 text-[0.8125rem] md:flex md:flex-col md:gap-0",
        isNumeric && "md:items-end",
        isHidden ? "hidden" : "flex pl-8 md:pl-0",
      )}
    >
      <span aria-hidden className="text-ink-faint md:hidden">
        {name}
      </span>
      {isHidden ? <span className="text-ink-faint">–</span> : children}
    </td>
  );
}
