import { CopyButton } from "@/components/CopyButton";
import { classNames } from "@/lib/classNames";
import { shortened } from "@/lib/format/shortened";

type Props = {
  readonly text: string;
  /** What is copied, e.g. "address". */
  readonly name: string;
  /** Whole, breaking over lines; or shortened to its ends. */
  readonly isWhole?: boolean;
};

/** A hash or an address in mono, with a button that copies all of it. */
export function CopyText({ text, name, isWhole = false }: Props) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <span
        title={text}
        className={classNames("font-mono text-[0.8125rem]", isWhole && "text-left break-all")}
      >
        {isWhole ? text : shortened(text)}
      </span>
      <CopyButton text={text} name={name} />
    </span>
  );
}
