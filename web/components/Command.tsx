import { CopyButton } from "@/components/CopyButton";

/** A line for a terminal, to copy. */
export function Command({ text, name }: { readonly text: string; readonly name: string }) {
  return (
    <div className="flex items-start gap-2 rounded-control bg-sunken p-3 ring-1 ring-border">
      <code className="min-w-0 grow font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{text}</code>
      <CopyButton text={text} name={name} />
    </div>
  );
}
