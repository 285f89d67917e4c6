import { Worker } from "node:worker_threads";
import type { BalanceProof, TreePlace } from "#domain/api/checkpoints.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";

/** What is asked about a tree. */
export type LeavesQuestion =
  | { readonly kind: "file"; readonly place: TreePlace }
  | { readonly kind: "proof"; readonly place: TreePlace; readonly account: EvmAddress };

export interface ThreadRequest {
  readonly id: number;
  readonly question: LeavesQuestion;
  /** Sent when the thread did not know the tree. */
  readonly compressed?: Uint8Array;
}

export type ThreadAnswer =
  | { readonly id: number; readonly kind: "unknown" }
  | { readonly id: number; readonly kind: "file"; readonly text: string }
  | { readonly id: number; readonly kind: "proof"; readonly proof: BalanceProof }
  | { readonly id: number; readonly kind: "failed"; readonly message: string };

/** Trees and what is read off them, on a thread of their own. */
export interface LeavesThread {
  /** @param load the stored leaves; called only when the thread does not have the tree yet */
  file(place: TreePlace, load: () => Promise<Uint8Array>): Promise<string>;
  proof(place: TreePlace, account: EvmAddress, load: () => Promise<Uint8Array>): Promise<BalanceProof>;
  /** Ends the thread; what is still asked of it fails. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: ThreadAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the thread when it is first needed, and again should it ever die. */
export function createLeavesThread(): LeavesThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(new URL("./leavesWorker.ts", import.meta.url));
    started.on("message", (answer: ThreadAnswer) => {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    });
    started.on("error", giveUp);
    return started;
  }

  function giveUp(error: Error): void {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function ask(question: LeavesQuestion, compressed?: Uint8Array): Promise<ThreadAnswer> {
    worker ??= start();
    lastId += 1;
    const request: ThreadRequest = { id: lastId, question, ...(compressed && { compressed }) };
    const answered = new Promise<ThreadAnswer>((resolve, reject) => {
      waiting.set(request.id, { resolve, reject });
    });
    worker.postMessage(request);
    return answered;
  }

  async function answerTo(question: LeavesQuestion, load: () => Promise<Uint8Array>): Promise<ThreadAnswer> {
    const first = await ask(question);
    const answer = first.kind === "unknown" ? await ask(question, await load()) : first;
    invariant(
      answer.kind !== "failed",
      `stored leaves make a tree: ${"message" in answer ? answer.message : ""}`,
    );
    return answer;
  }

  return {
    async file(place, load) {
      const answer = await answerTo({ kind: "file", place }, load);
      invariant(answer.kind === "file", "the thread answers what it was asked");
      return answer.text;
    },
    async proof(place, account, load) {
      const answer = await answerTo({ kind: "proof", place, account }, load);
      invariant(answer.kind === "proof", "the thread answers what it was asked");
      return answer.proof;
    },
    async close() {
      await worker?.terminate();
      giveUp(new Error("the thread was ended"));
    },
  };
}
