import { describe, expect, test } from "vitest";
import { entranceToChain, entranceToPlay } from "@/lib/session/entrance";
import type { WalletState } from "@/lib/wallet/walletState";

const ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const OTHER = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const away: WalletState = { status: "disconnected" };
const here = (chainId = 31_337, address: `0x${string}` = ADDRESS): WalletState => ({
  status: "connected",
  address,
  chainId,
  walletName: "Test",
  isBurner: false,
});
const standing = {
  session: "signedOut",
  signedInAs: null,
  wallet: here(),
  houseChainId: 31_337,
} as const;
const signedIn = { ...standing, session: "signedIn", signedInAs: ADDRESS.toLowerCase() } as const;

describe("entranceToPlay", () => {
  test("default", () => {
    expect(entranceToPlay(standing)).toBe("signIn");
    expect(entranceToPlay(signedIn)).toBe("open");
  });

  test("behavior: one step after the other", () => {
    expect(entranceToPlay({ ...standing, session: "restoring" })).toBe("wait");
    expect(entranceToPlay({ ...standing, wallet: { status: "connecting" } })).toBe("wait");
    expect(entranceToPlay({ ...standing, wallet: away })).toBe("connect");
    expect(entranceToPlay({ ...standing, wallet: here(1) })).toBe("switchNetwork");
  });

  test("behavior: a session is enough, wherever the wallet is", () => {
    expect(entranceToPlay({ ...signedIn, wallet: away })).toBe("open");
    expect(entranceToPlay({ ...signedIn, wallet: here(1) })).toBe("open");
  });
});

describe("entranceToChain", () => {
  test("default", () => {
    expect(entranceToChain(signedIn)).toBe("open");
  });

  test("behavior: the wallet must be here, on the network, and the one signed in", () => {
    expect(entranceToChain({ ...signedIn, wallet: away })).toBe("connect");
    expect(entranceToChain({ ...signedIn, wallet: here(1) })).toBe("switchNetwork");
    expect(entranceToChain({ ...signedIn, wallet: here(31_337, OTHER) })).toBe("signIn");
  });
});
