import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ChannelSocket } from "@/lib/live/channelSocket";
import { createLiveChannels } from "@/lib/live/liveChannels";

/** A socket whose other end is the test. */
function createSocket() {
  const listeners = new Map<string, Set<(message: unknown) => void>>();
  const sent: [string, unknown][] = [];
  let answer: unknown = { ok: true, resumed: false };
  const socket: ChannelSocket = {
    connected: true,
    emit(event, message, acknowledge) {
      sent.push([event, message]);
      if (typeof acknowledge === "function") acknowledge(answer);
    },
    on: (event, listener) => listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
    off: (event, listener) => listeners.get(event)?.delete(listener),
  };
  return {
    socket,
    sent,
    refuse: (problem: unknown = null) => {
      answer = { ok: false, problem };
    },
    accept: () => {
      answer = { ok: true, resumed: true };
    },
    say: (event: string, message: unknown) => {
      for (const listener of listeners.get(event) ?? []) listener(message);
    },
  };
}

/** Nothing may go wrong unless the test says so. */
const fail = (error: unknown) => {
  throw error;
};
const at = (seq: number, overrides = {}) => ({ epoch: 7, seq, snapshot: false, ...overrides });
const seqs = (heard: unknown[]) => heard.map((message) => (message as { seq: number }).seq);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("createLiveChannels", () => {
  test("default: joins, and hands on what comes in its order", () => {
    const { socket, sent, say } = createSocket();
    const channels = createLiveChannels(fail);
    channels.attach(socket);
    const heard: unknown[] = [];
    channels.join("feed", { onMessage: (message) => heard.push(message) });
    expect(sent).toEqual([["join", { channel: "feed" }]]);
    say("feed", at(4, { snapshot: true }));
    say("feed", at(5));
    say("feed", at(5));
    say("feed", at(6));
    expect(seqs(heard)).toEqual([4, 5, 6]);
  });

  test("behavior: after a lost connection it goes on from the last message", () => {
    const first = createSocket();
    const channels = createLiveChannels(fail);
    channels.join("feed", { onMessage: () => undefined });
    channels.attach(first.socket);
    first.say("feed", at(4, { snapshot: true }));
    first.say("feed", at(5));
    channels.detach();
    first.say("feed", at(6));
    const second = createSocket();
    channels.attach(second.socket);
    expect(second.sent).toEqual([["join", { channel: "feed", from: { epoch: 7, seq: 5 } }]]);
  });

  test("behavior: a gap, or another log, is asked about; a snapshot settles it", () => {
    const { socket, sent, say } = createSocket();
    const channels = createLiveChannels(fail);
    channels.attach(socket);
    const heard: unknown[] = [];
    channels.join("feed", { onMessage: (message) => heard.push(message) });
    say("feed", at(4, { snapshot: true }));
    say("feed", at(6));
    say("feed", at(1, { epoch: 8 }));
    expect(sent.slice(1)).toEqual(Array(2).fill(["join", { channel: "feed", from: { epoch: 7, seq: 4 } }]));
    say("feed", at(2, { epoch: 8, snapshot: true }));
    say("feed", at(3, { epoch: 8 }));
    expect(seqs(heard)).toEqual([4, 2, 3]);
  });

  test("behavior: what the house refuses is asked again later, later each time, and once it is granted no more", () => {
    const { socket, sent, refuse, accept } = createSocket();
    const channels = createLiveChannels(fail);
    channels.attach(socket);
    refuse();
    channels.join("feed", { onMessage: () => undefined });
    vi.advanceTimersByTime(4_500);
    expect(sent).toHaveLength(2);
    accept();
    vi.advanceTimersByTime(4_500);
    expect(sent).toHaveLength(2);
    vi.advanceTimersByTime(60_000);
    expect(sent).toHaveLength(3);
  });

  test("behavior: until then neither what it hears, nor who comes later, makes it ask", () => {
    const { socket, sent, say, refuse } = createSocket();
    const channels = createLiveChannels(fail);
    channels.attach(socket);
    refuse({
      ...{ type: "/docs#RATE_LIMITED", title: "Too many requests", status: 429, code: "RATE_LIMITED" },
      ...{ detail: "", requestId: "x", retryAfterMs: 40_000 },
    });
    channels.join("feed", { onMessage: () => undefined });
    for (let seq = 7; seq < 50; seq += 2) say("feed", at(seq));
    channels.join("feed", { onMessage: () => undefined });
    vi.advanceTimersByTime(39_999);
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(20_001);
    expect(sent).toHaveLength(2);
  });

  test("behavior: a new connection asks at once, and the old one's refusal is forgotten", () => {
    const [first, second] = [createSocket(), createSocket()];
    const channels = createLiveChannels(fail);
    channels.attach(first.socket);
    first.refuse();
    channels.join("feed", { onMessage: () => undefined });
    channels.detach();
    channels.attach(second.socket);
    expect(second.sent).toHaveLength(1);
    vi.advanceTimersByTime(60_000);
    expect([first.sent, second.sent].map(({ length }) => length)).toEqual([1, 1]);
  });

  test("behavior: own channels begin anew with each connection", () => {
    const [first, second] = [createSocket(), createSocket()];
    const channels = createLiveChannels(fail);
    const heard: unknown[] = [];
    channels.join("mine", { onMessage: (message) => heard.push(message) });
    channels.attach(first.socket);
    first.say("mine", { seq: 1, snapshot: true });
    first.say("mine", { seq: 2, snapshot: false });
    channels.detach();
    channels.attach(second.socket);
    expect(second.sent).toEqual([["join", { channel: "mine" }]]);
    second.say("mine", { seq: 1, snapshot: true });
    second.say("mine", { seq: 2, snapshot: false });
    expect(seqs(heard)).toEqual([1, 2, 1, 2]);
  });

  test("behavior: the last to leave ends it", () => {
    const { socket, sent, say } = createSocket();
    const channels = createLiveChannels(fail);
    channels.attach(socket);
    const heard: unknown[] = [];
    const leaves = [1, 2].map(() => channels.join("feed", { onMessage: (message) => heard.push(message) }));
    leaves[0]?.();
    expect(channels.size).toBe(1);
    leaves[1]?.();
    expect(channels.size).toBe(0);
    expect(sent.at(-1)).toEqual(["leave", { channel: "feed" }]);
    say("feed", at(1, { snapshot: true }));
    expect(heard).toEqual([]);
  });

  test("behavior: a listener that fails is reported, and takes nothing from the others or from the order", () => {
    const { socket, sent, say } = createSocket();
    const reported: unknown[] = [];
    const channels = createLiveChannels((error) => reported.push(error));
    channels.attach(socket);
    const heard: unknown[] = [];
    const fault = new Error("a listener's fault");
    channels.join("feed", {
      onMessage() {
        throw fault;
      },
    });
    channels.join("feed", { onMessage: (message) => heard.push(message) });
    say("feed", at(4, { snapshot: true }));
    say("feed", at(5));
    say("feed", at(6));
    expect(seqs(heard)).toEqual([4, 5, 6]);
    expect(reported).toEqual([fault, fault, fault]);
    expect(sent.filter(([event]) => event === "join")).toHaveLength(2);
  });

  test("behavior: a message without a number is reported, and passed over", () => {
    const { socket, say } = createSocket();
    const reported: unknown[] = [];
    const channels = createLiveChannels((error) => reported.push(error));
    channels.attach(socket);
    const heard: unknown[] = [];
    channels.join("feed", { onMessage: (message) => heard.push(message) });
    say("feed", at(4, { snapshot: true }));
    say("feed", "garbage");
    say("feed", at(5));
    expect(seqs(heard)).toEqual([4, 5]);
    expect(reported).toHaveLength(1);
  });
});
