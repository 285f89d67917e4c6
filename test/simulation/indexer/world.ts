import { Random } from "#test/indexer/support/random.ts";
import { SimChain } from "./chain/simChain.ts";
import { type Endpoint, startEndpoint } from "./nodes/endpoint.ts";
import type { ChainPlan, WorldPlan } from "./plan.ts";

/** A chain with the nodes that tell of it. */
export interface SimNetwork {
  /** Hears of what happens here. */
  note(text: string): void;
  readonly plan: ChainPlan;
  readonly chain: SimChain;
  readonly endpoints: readonly Endpoint[];
  readonly urls: readonly string[];
}

export interface World {
  readonly plan: WorldPlan;
  readonly networks: readonly SimNetwork[];
  /** Hears of everything that happens, for whoever wants to know why something went wrong. */
  note(text: string): void;
  /** What chains do while nobody looks: blocks and reorganisations. */
  disturb(network: SimNetwork): void;
  /** From now on the nodes are honest and the chains grow only when asked to. */
  calm(): void;
  close(): Promise<void>;
}

export async function openWorld(
  plan: WorldPlan,
  random: Random,
  note: (text: string) => void,
): Promise<World> {
  const networks: SimNetwork[] = [];
  for (const chainPlan of plan.chains) {
    const chain = new SimChain(chainPlan, new Random(random.int(0, 2 ** 31)), (text) =>
      note(`chain ${chainPlan.chainId} ${text}`),
    );
    const disturbing = new Random(random.int(0, 2 ** 31));
    const endpoints: Endpoint[] = [];
    for (let place = 0; place < chainPlan.endpoints; place += 1) {
      endpoints.push(
        await startEndpoint({
          chain,
          random: new Random(random.int(0, 2 ** 31)),
          mayLie: chainPlan.hasLiar && place === 0,
          isSteady: chainPlan.hasLiar && place > 0,
          meanwhile: () => disturb(chain, disturbing),
          note: (text) => note(`node ${place} of ${chainPlan.chainId} ${text}`),
        }),
      );
    }
    networks.push({ note, plan: chainPlan, chain, endpoints, urls: endpoints.map(({ url }) => url) });
  }
  return {
    plan,
    networks,
    note,
    disturb: ({ chain }) => disturb(chain, random),
    calm() {
      for (const { endpoints } of networks) for (const endpoint of endpoints) endpoint.calm();
    },
    async close() {
      await Promise.all(networks.flatMap(({ endpoints }) => endpoints.map((endpoint) => endpoint.close())));
    },
  };
}

function disturb(chain: SimChain, random: Random): void {
  if (random.chance(0.4)) chain.mine(1);
  else chain.reorganise();
}
