"use client";

import dynamic from "next/dynamic";
import { Card } from "@/components/Card";
import { Skeleton } from "@/components/Skeleton";

/** Stands below what is read first, so it comes after it. */
export const Governance = dynamic(
  () => import("@/features/books/GovernanceCard").then((module) => module.GovernanceCard),
  { ssr: false, loading: Waiting },
);

function Waiting() {
  return (
    <Card>
      <Skeleton className="h-96" />
    </Card>
  );
}
