import { z } from "zod";
import { type Deployed, ethers } from "#test/contracts/support/deploy.ts";
import { compileWithSolc } from "#test/contracts/support/solcBuild.ts";

/** What the vault is measured against; not among the contracts, so that nothing is built from other libraries. */
export type PeerName = "DispersePeer" | "ForcingPeer";

const Peer = z.object({
  abi: z.array(z.looseObject({})),
  evm: z.object({ bytecode: z.object({ object: z.string() }) }),
});

const builds = new Map<PeerName, z.output<typeof Peer>>();

/** Deploys a peer, compiled with the settings of the vault. */
export async function deployPeer(name: PeerName): Promise<Deployed<"disperse">> {
  const { abi, evm } = compiled(name);
  const factory = await ethers.getContractFactory(abi, evm.bytecode.object);
  const contract: unknown = await factory.deploy();
  return contract as Deployed<"disperse">;
}

function compiled(name: PeerName): z.output<typeof Peer> {
  const known = builds.get(name);
  if (known !== undefined) return known;
  const build = compileWithSolc({
    file: `test/peers/${name}.sol`,
    contract: name,
    outputs: ["abi", "evm.bytecode.object"],
    shape: Peer,
  });
  builds.set(name, build);
  return build;
}
