import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import {
  type IndexerJobView,
  indexerJobPage,
  indexerJobView,
  type ReplayRequest,
} from "#domain/api/indexerJobs.ts";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { staffKeys } from "@/lib/staff/staffKeys";
import { newUuid7 } from "@/lib/uuid7";

const SHOWN = 20;
const REFRESH_MS = 10_000;
/** Of a job that is under way. */
const WATCH_MS = 1_000;

/** What was asked of the indexer, newest first, page by page. */
export function jobsQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: staffKeys.jobs,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: SHOWN.toString() });
      if (pageParam !== "") query.set("cursor", pageParam);
      return api.request({ path: `/monitoring/jobs?${query}`, schema: indexerJobPage, signal });
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

export function useJobs() {
  return useInfiniteQuery(jobsQuery(useApp().api));
}

export function isOpen({ state }: Pick<IndexerJobView, "state">): boolean {
  return state === "queued" || state === "running";
}

/** One job, followed until it ends. */
export function jobQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: [...staffKeys.jobs, id],
    queryFn: ({ signal }) => api.request({ path: `/monitoring/jobs/${id}`, schema: indexerJobView, signal }),
    refetchInterval: ({ state: { data } }) => (data === undefined || isOpen(data) ? WATCH_MS : false),
  });
}

export function useJob(id: string | null) {
  const { api } = useApp();
  return useQuery({ ...jobQuery(api, id ?? ""), enabled: id !== null });
}

/** Asks for a replay. Asking again after silence cannot start a second one: the same range is the same job. */
export function useOrderReplay() {
  const { api } = useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReplayRequest) => order(api, "/monitoring/replay-events", body),
    onSuccess: (job) => show(client, job),
  });
}

export function useOrderReconcile() {
  const { api } = useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (vault: string) => order(api, "/monitoring/reconcile", { vault }),
    onSuccess: (job) => show(client, job),
  });
}

function order(api: Api, path: string, body: object): Promise<IndexerJobView> {
  return api.request({ method: "POST", path, body, schema: indexerJobView, idempotencyKey: newUuid7() });
}

function show(client: QueryClient, job: IndexerJobView): Promise<void> {
  client.setQueryData([...staffKeys.jobs, job.id], job);
  return client.invalidateQueries({ queryKey: staffKeys.jobs, exact: true });
}
