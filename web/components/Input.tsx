import type { InputHTMLAttributes, ReactNode } from "react";
import { classNames } from "@/lib/classNames";

type Props = InputHTMLAttributes<HTMLInputElement> & {
  /** Stands inside the field's right edge: a unit, or buttons. */
  readonly suffix?: ReactNode;
  readonly isMono?: boolean;
};

export function Input({ suffix, isMono = false, className, ...rest }: Props) {
  return (
    <div
      className={classNames(
        "flex h-11 items-center gap-1 rounded-control border border-control bg-sunken pr-1 pl-3 has-[input:focus-visible]:border-accent has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent has-aria-invalid:border-negative",
        className,
      )}
    >
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        className={classNames(
          "figures h-full w-full min-w-0 bg-transparent text-ink outline-none placeholder:text-ink-faint disabled:text-ink-faint",
          isMono && "font-mono text-sm",
        )}
      />
      {suffix !== undefined && (
        <span className="flex shrink-0 items-center gap-1 pr-1 text-sm text-ink-faint">{suffix}</span>
      )}
    </div>
  );
}
