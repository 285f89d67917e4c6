"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Switch } from "@/components/Switch";
import { useHotkeys } from "@/features/games/useHotkeys";

type Props = {
  readonly keys: Readonly<Record<string, () => void>>;
  /** What each key does; unless given, those of a bet. */
  readonly hint?: string;
};

/** Off until asked for: a key that bets must never come as a surprise. */
export function HotkeysSwitch({ keys, hint }: Props) {
  const t = useTranslations("games.hotkeys");
  const [isOn, setIsOn] = useState(false);
  useHotkeys(isOn, keys);
  return (
    <div className="hidden border-t pt-4 lg:block">
      <Switch label={t("label")} hint={hint ?? t("hint")} isOn={isOn} onChange={setIsOn} />
    </div>
  );
}
