"use client";

import { FairhouseError } from "#domain/errors.ts";
import { Notice } from "@/components/Notice";
import { VerificationSteps } from "@/components/VerificationSteps";
import { type Recomputed, type RecomputeInput, recompute } from "@/lib/verify/recompute";

export function VerifierResult({ input }: { readonly input: RecomputeInput }) {
  const result = attempt(input);
  if (result instanceof FairhouseError) return <Notice tone="negative">{result.message}</Notice>;
  return <VerificationSteps recomputed={result} />;
}

function attempt(input: RecomputeInput): Recomputed | FairhouseError {
  try {
    return recompute(input);
  } catch (error) {
    if (error instanceof FairhouseError) return error;
    throw error;
  }
}
