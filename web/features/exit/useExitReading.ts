import { useQuery } from "@tanstack/react-query";
import type { FileState } from "@/features/exit/useClaimsFile";
import { type ExitNode, nodeKey } from "@/features/exit/useExitNode";
import type { BalanceClaims } from "@/lib/vault/balanceClaims";

type Input = {
  readonly file: FileState;
  readonly claims: BalanceClaims | null;
  readonly node: ExitNode | null;
};

const REFRESH_MS = 5_000;

/** What the chain says about the file and its account, looked at again and again. */
export function useExitReading({ file, claims, node }: Input) {
  const tree = file.kind === "read" ? file.file.tree : null;
  return useQuery({
    queryKey: ["exit", file.kind === "read" ? file.serial : null, claims?.account, nodeKey(node)],
    enabled: node !== null && tree !== null,
    refetchInterval: REFRESH_MS,
    retry: false,
    queryFn: async () => {
      if (node === null || tree === null) throw new Error("There is nothing to ask before a file is read.");
      const { readExit } = await import("@/features/exit/exitReading");
      return readExit(node, tree, claims);
    },
  });
}
