import type { HTMLAttributes, ReactNode } from "react";
import { classNames } from "@/lib/classNames";

type Props = HTMLAttributes<HTMLElement> & {
  readonly heading?: ReactNode;
  /** Stands at the heading's right. */
  readonly aside?: ReactNode;
  readonly isFlush?: boolean;
};

/** A surface with an optional heading; flush for content that brings its own padding, such as a table. */
export function Card({ heading, aside, isFlush = false, className, children, ...rest }: Props) {
  return (
    <section {...rest} className={classNames("rounded-card border bg-surface", className)}>
      {heading !== undefined && (
        <div className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 pt-4 pb-2">
          <h2 className="font-medium">{heading}</h2>
          {aside}
        </div>
      )}
      <div className={isFlush ? undefined : classNames("px-5 pb-5", heading === undefined && "pt-5")}>
        {children}
      </div>
    </section>
  );
}
