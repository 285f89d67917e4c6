import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ComponentProps, ReactNode } from "react";
import { classNames } from "@/lib/classNames";

type Look = {
  readonly variant?: "primary" | "secondary" | "ghost" | "danger" | undefined;
  readonly size?: "sm" | "md" | "lg" | undefined;
};

const BASE =
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed";

const VARIANTS = {
  primary:
    "bg-accent text-on-accent hover:bg-accent-strong disabled:bg-raised disabled:text-ink-faint aria-disabled:bg-raised aria-disabled:text-ink-faint",
  secondary: "bg-raised text-ink hover:bg-border disabled:text-ink-faint disabled:hover:bg-raised",
  ghost: "text-ink-soft hover:bg-raised hover:text-ink disabled:text-ink-faint disabled:hover:bg-transparent",
  danger: "bg-negative-soft text-negative hover:bg-border disabled:text-ink-faint",
} as const;

const SIZES = { sm: "h-8 px-3 text-sm", md: "h-10 px-4 text-sm", lg: "h-12 px-5 text-base" } as const;

function look({ variant = "secondary", size = "md" }: Look): string {
  return classNames(BASE, VARIANTS[variant], SIZES[size]);
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & Look & { readonly isBusy?: boolean };

/** A button; while busy it keeps its words and cannot be pressed again. */
export function Button({
  variant,
  size,
  isBusy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={classNames(look({ variant, size }), className)}
    >
      {isBusy && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {children}
    </button>
  );
}

type LinkProps = ComponentProps<typeof Link> & Look & { readonly children: ReactNode };

/** A link that looks like a button. */
export function ButtonLink({ variant, size, className, ...rest }: LinkProps) {
  return <Link {...rest} className={classNames(look({ variant, size }), className)} />;
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & Look & { readonly children: ReactNode };

/** The same for an address that the browser itself must open: a file, or a page that has to load as a whole. */
export function AnchorButton({ variant, size, className, ...rest }: AnchorProps) {
  return <a {...rest} className={classNames(look({ variant, size }), className)} />;
}

type IconProps = ButtonHTMLAttributes<HTMLButtonElement> & { readonly label: string };

/** A square button of one icon, named for those who cannot see it. */
export function IconButton({ label, className, ...rest }: IconProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={classNames(
        "inline-flex size-10 shrink-0 items-center justify-center rounded-control text-ink-soft transition-colors hover:bg-raised hover:text-ink",
        className,
      )}
    />
  );
}
