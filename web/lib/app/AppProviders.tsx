"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type Locale, type Messages, NextIntlClientProvider } from "next-intl";
import { type ReactNode, useState } from "react";
import type { HouseConfig } from "#domain/api/houseConfig.ts";
import { createApi } from "@/lib/api/api";
import { ApiProblem } from "@/lib/api/apiErrors";
import { AppContext, type AppParts } from "@/lib/app/AppContext";
import { AppEffects } from "@/lib/app/AppEffects";
import { houseKey } from "@/lib/house/houseQuery";
import { createLive } from "@/lib/live/liveSocket";
import { createSession } from "@/lib/session/session";

type Props = {
  readonly apiUrl: string;
  /** The configuration as the server saw it, so that the first paint is complete; null to ask from here. */
  readonly house: HouseConfig | null;
  readonly locale: Locale;
  readonly messages: Messages;
  readonly children: ReactNode;
};

const MAX_RETRIES = 2;
const STALE_AFTER_MS = 10_000;

export function AppProviders({ apiUrl, house, locale, messages, children }: Props) {
  const [parts] = useState(() => createParts(apiUrl));
  const [queryClient] = useState(() => createQueryClient(house));
  return (
    // Dates are written in the reader's own zone by `Timestamp`; this one only settles the library's default.
    <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC">
      <QueryClientProvider client={queryClient}>
        <AppContext value={parts}>
          <AppEffects />
          {children}
        </AppContext>
      </QueryClientProvider>
    </NextIntlClientProvider>
  );
}

function createParts(apiUrl: string): AppParts {
  const session = createSession(apiUrl);
  return { session, api: createApi(apiUrl, session), live: createLive() };
}

function createQueryClient(house: HouseConfig | null): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_AFTER_MS,
        // A refusal will not change its mind; only silence is worth asking again.
        retry: (failures, error) => !(error instanceof ApiProblem) && failures < MAX_RETRIES,
      },
    },
  });
  if (house !== null) client.setQueryData(houseKey, house);
  return client;
}
