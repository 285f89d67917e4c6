import { type ReactNode, useId } from "react";

type Control = {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean | undefined;
};

type Props = {
  readonly label: ReactNode;
  /** Stands at the label's right, e.g. what is available. */
  readonly aside?: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  readonly children: (control: Control) => ReactNode;
};

/** A labelled control with its hint and its error, tied together for screen readers. */
export function Field({ label, aside, hint, error, children }: Props) {
  const id = useId();
  const noteId = `${id}-note`;
  const hasNote = Boolean(error) || Boolean(hint);
  return (
    <div className="min-w-0 space-y-1.5">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <label htmlFor={id} className="text-ink-soft">
          {label}
        </label>
        {aside !== undefined && <span className="figures text-ink-faint">{aside}</span>}
      </div>
      {children({
        id,
        "aria-describedby": hasNote ? noteId : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {hasNote && (
        <p id={noteId} className={error ? "text-sm text-negative" : "text-sm text-ink-faint"}>
          {error || hint}
        </p>
      )}
    </div>
  );
}
