"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/Button";
import { THEME_COOKIE, type Theme } from "@/lib/ui/theme";

const ICONS = { dark: Moon, light: Sun, system: Monitor } as const;
const NEXT = { dark: "light", light: "system", system: "dark" } as const satisfies Record<Theme, Theme>;
const A_YEAR_S = 365 * 24 * 3_600;

export function ThemeToggle({ initial }: { readonly initial: Theme }) {
  const t = useTranslations("shell.theme");
  const [theme, setTheme] = useState<Theme>(initial);
  const Icon = ICONS[theme];

  function choose(next: Theme): void {
    document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${A_YEAR_S}; samesite=lax`;
    setTheme(next);
  }

  return (
    <IconButton label={t(theme)} onClick={() => choose(NEXT[theme])}>
      <Icon aria-hidden className="size-[1.125rem]" />
    </IconButton>
  );
}
