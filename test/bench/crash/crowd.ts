import { Latencies } from "../bets/latencies.ts";
import { openCrowdSocket } from "./crowdSocket.ts";
import { type CrowdOrder, type CrowdReport, machineMs, type SentTicks } from "./protocol.ts";

/** The process that holds the sockets. It answers an order when all have joined, and the sent ticks with its report. */

const CONNECTS_AT_ONCE = 100;
const TICK = /"kind":"tick".*"elapsedMs":(\d+)/;

interface Receipt {
  readonly tick: number;
  readonly ms: number;
}

process.once("disconnect", () => process.exit());
process.once("message", async (order: CrowdOrder) => {
  const heard = await joinAll(order);
  const cpuBefore = process.cpuUsage();
  process.send?.({ ready: true });
  process.once("message", (sent: SentTicks) => {
    const { user, system } = process.cpuUsage(cpuBefore);
    process.send?.({ ...reportOf(heard, sent), cpuSeconds: (user + system) / 1e6 });
  });
});

async function joinAll({ ports, sockets }: CrowdOrder): Promise<Receipt[][]> {
  const heard = Array.from({ length: sockets }, (): Receipt[] => []);
  for (let start = 0; start < sockets; start += CONNECTS_AT_ONCE) {
    const group = heard.slice(start, start + CONNECTS_AT_ONCE);
    await Promise.all(
      group.map((receipts, index) =>
        openCrowdSocket({
          port: ports[index % ports.length] ?? 0,
          channels: ["crash"],
          hear(_channel, packet) {
            const tick = TICK.exec(packet)?.[1];
            if (tick !== undefined) receipts.push({ tick: Number(tick), ms: machineMs() });
          },
        }),
      ),
    );
  }
  return heard;
}

/** Every socket must have had every counted tick, once and in order. */
function reportOf(
  heard: readonly (readonly Receipt[])[],
  { sentAt }: SentTicks,
): Omit<CrowdReport, "cpuSeconds"> {
  const sent = new Map(sentAt);
  const latencies = new Latencies();
  let received = 0;
  let missing = 0;
  let repeated = 0;
  for (const receipts of heard) {
    const counted = receipts.filter(({ tick }) => sent.has(tick));
    received += counted.length;
    missing += sent.size - new Set(counted.map(({ tick }) => tick)).size;
    for (const [index, { tick, ms }] of counted.entries()) {
      const before = counted[index - 1];
      if (before !== undefined && before.tick >= tick) repeated += 1;
      latencies.add(ms - (sent.get(tick) ?? ms));
    }
  }
  return { latencyMs: latencies.summary(), received, missing, repeated };
}
