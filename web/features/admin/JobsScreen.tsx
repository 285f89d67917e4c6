"use client";

import { ListChecks } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { PagedList } from "@/components/PagedList";
import { JobRow } from "@/features/admin/JobRow";
import { useJobs } from "@/features/admin/jobsQuery";
import { ReplayForm } from "@/features/admin/ReplayForm";
import { canOrder } from "@/lib/session/staff";
import { useSession } from "@/lib/session/useSession";

/** Replays and comparisons: asking for them, watching them, and what came of them. */
export function JobsScreen() {
  const t = useTranslations("admin.jobs");
  const { user } = useSession();
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[24rem_1fr]">
      {user !== null && canOrder(user.role) && <ReplayForm />}
      <Card heading={t("title")} isFlush className="min-w-0 lg:only:col-span-2">
        <PagedList
          list={useJobs()}
          empty={<EmptyState icon={ListChecks} title={t("none")} text={t("noneHint")} />}
        >
          {(jobs) => (
            <ul className="divide-y border-t">
              {jobs.map((job) => (
                <JobRow key={job.id} job={job} />
              ))}
            </ul>
          )}
        </PagedList>
      </Card>
    </div>
  );
}
