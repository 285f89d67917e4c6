"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Switch } from "@/components/Switch";
import { useHotkeys } from "@/features/games/useHotkeys";

/** Off until asked for: a key that bets must never come as a surprise. */
export function CrashHotkeys({ keys }: { readonly keys: Readonly<Record<string, () => void>> }) {
  const t = useTranslations("crash.hotkeys");
  const [isOn, setIsOn] = useState(false);
  useHotkeys(isOn, keys);
  return (
    <div className="hidden border-t pt-4 lg:block">
      <Switch label={t("label")} hint={t("hint")} isOn={isOn} onChange={setIsOn} />
    </div>
  );
}
