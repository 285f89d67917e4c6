import type { Metadata } from "next";
import { JobsScreen } from "@/features/admin/JobsScreen";
import { messages } from "@/lib/i18n/catalogue";

export const metadata: Metadata = { title: messages.meta.adminJobs };

export default function AdminJobsPage() {
  return <JobsScreen />;
}
