import type { ReactNode } from "react";
import { useKeptFocus } from "@/features/games/useKeptFocus";
import { classNames } from "@/lib/classNames";

type Props = {
  /** What is to be said of the latest step: where its button is, so that nobody has to look for it. */
  readonly notices: ReactNode;
  /** On a phone, within reach of the thumb above the tab bar, wherever the page is. */
  readonly isAtHand: boolean;
  readonly children: ReactNode;
};

/** The buttons of a game's panel. */
export function ActionBar({ notices, isAtHand, children }: Props) {
  const buttons = useKeptFocus<HTMLDivElement>();
  return (
    <div
      className={classNames(
        "space-y-3",
        isAtHand &&
          "max-lg:sticky max-lg:bottom-[calc(3.75rem+env(safe-area-inset-bottom))] max-lg:z-10 max-lg:-mx-5 max-lg:border-t max-lg:bg-surface max-lg:px-5 max-lg:py-3",
      )}
    >
      {notices}
      <div ref={buttons}>{children}</div>
    </div>
  );
}
