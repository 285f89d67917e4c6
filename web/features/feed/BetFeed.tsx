"use client";

import { Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { Tabs } from "@/components/Tabs";
import { FeedList } from "@/features/feed/FeedList";

const FEEDS = ["feed", "high", "mine"] as const;

/** What is being played: all of it, what paid much, and one's own. It can be paused, and nothing in it moves. */
export function BetFeed() {
  const t = useTranslations("feed");
  const [isPaused, setIsPaused] = useState(false);
  const Icon = isPaused ? Play : Pause;
  return (
    <Card
      heading={t("title")}
      aside={
        <Button size="sm" variant="ghost" onClick={() => setIsPaused(!isPaused)}>
          <Icon aria-hidden className="size-4" />
          {isPaused ? t("resume") : t("pause")}
        </Button>
      }
    >
      <Tabs
        label={t("title")}
        tabs={FEEDS.map((name) => ({
          id: name,
          label: t(`tabs.${name}`),
          content: <FeedList name={name} isPaused={isPaused} />,
        }))}
      />
    </Card>
  );
}
