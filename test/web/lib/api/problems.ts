import { ApiProblem } from "@/lib/api/apiErrors";

/** A refusal as the house words it. */
export function apiProblem(status: number, code: string, values: Record<string, string> = {}): ApiProblem {
  return new ApiProblem({
    type: `/docs#${code}`,
    title: "No",
    status,
    code,
    detail: `${code}.`,
    requestId: "r",
    values,
  });
}
