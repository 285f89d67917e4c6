import { z } from "zod/mini";

/** The look a visitor chose; kept in a cookie, so that the server's first byte is already right. */
export const THEME_COOKIE = "theme";

const themes = ["dark", "light", "system"] as const;
export type Theme = (typeof themes)[number];

const theme = z.catch(z.enum(themes), "dark");

export function parseTheme(text: string | undefined): Theme {
  return theme.parse(text);
}
