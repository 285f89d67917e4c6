"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { useStore } from "@/lib/store";
import { NO_NOTIFICATIONS, notifications } from "@/lib/ui/notify";

const Toaster = dynamic(() => import("@/components/Toaster").then((m) => m.Toaster));

/** Loads what shows notifications when there is the first one to show. */
export function Notifications() {
  const isWaiting = useStore(notifications, NO_NOTIFICATIONS).length > 0;
  const [isNeeded, setIsNeeded] = useState(false);
  useEffect(() => {
    if (isWaiting) setIsNeeded(true);
  }, [isWaiting]);
  return isNeeded && <Toaster />;
}
