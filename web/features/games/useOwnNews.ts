import { useEffect, useEffectEvent, useRef } from "react";
import { useApp } from "@/lib/app/AppContext";
import { useStore } from "@/lib/store";

/** Tells each time that something was done with this player's money, here or on another device. */
export function useOwnNews(onNews: () => void): void {
  const news = useStore(useApp().live.ownNews, 0);
  const heard = useRef(news);
  const hear = useEffectEvent((count: number) => {
    const isNew = heard.current !== count;
    heard.current = count;
    if (isNew) onNews();
  });
  useEffect(() => hear(news), [news]);
}
