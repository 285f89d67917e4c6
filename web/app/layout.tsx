import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ActivityArea } from "@/features/activity/ActivityArea";
import { AccountArea } from "@/features/session/AccountArea";
import { Shell } from "@/features/shell/Shell";
import { AppProviders } from "@/lib/app/AppProviders";
import { locale, messages } from "@/lib/i18n/catalogue";
import { loadHouseConfig } from "@/lib/server/loadHouseConfig";
import { readApiUrl } from "@/lib/serverEnv";
import { parseTheme, THEME_COOKIE } from "@/lib/ui/theme";

export const metadata: Metadata = {
  title: { default: messages.meta.title, template: `%s · ${messages.meta.name}` },
  description: messages.meta.description,
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: dark)", color: "#0a0c10" },
    { media: "(prefers-color-scheme: light)", color: "#f5f6f8" },
  ],
};

/** Rendered per request: the theme, the API's address and the policy's nonce are known only then. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const apiUrl = readApiUrl();
  return (
    <html lang={locale} data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <AppProviders
          apiUrl={apiUrl}
          house={await loadHouseConfig(apiUrl)}
          locale={locale}
          messages={messages}
        >
          <Shell
            theme={theme}
            account={
              <>
                <ActivityArea />
                <AccountArea />
              </>
            }
          >
            {children}
          </Shell>
        </AppProviders>
      </body>
    </html>
  );
}
