"use client";

import { useEffect } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { useStore } from "@/lib/store";
import { NO_NOTIFICATIONS, notifications } from "@/lib/ui/notify";

const VISIBLE = 3;

/** Shows notifications as they come. */
export function Toaster() {
  const waiting = useStore(notifications, NO_NOTIFICATIONS);
  useEffect(() => {
    if (waiting.length === 0) return;
    for (const { id, tone, text } of waiting) toast[tone](text, { id });
    notifications.set(NO_NOTIFICATIONS);
  }, [waiting]);

  return (
    <Sonner
      position="bottom-right"
      visibleToasts={VISIBLE}
      style={{ fontFamily: "inherit" }}
      mobileOffset={{ bottom: "5rem" }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-3 rounded-control border bg-raised px-4 py-3 text-sm text-ink shadow-float",
          success: "[&_[data-icon]]:text-positive",
          error: "[&_[data-icon]]:text-negative",
          info: "[&_[data-icon]]:text-accent",
        },
      }}
    />
  );
}
