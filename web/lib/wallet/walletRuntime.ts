import { createSiweMessage } from "viem/siwe";
import type { Config, Connector } from "wagmi";
import {
  connect,
  disconnect,
  getBalance,
  getConnection,
  getConnectors,
  reconnect,
  signMessage,
  switchChain,
  watchConnection,
  watchConnectors,
} from "wagmi/actions";
import type { HouseConfig } from "#domain/api/houseConfig.ts";
import { BURNER_ID, createWalletConfig } from "@/lib/wallet/walletConfig";
import { DISCONNECTED, type WalletState, walletState } from "@/lib/wallet/walletState";

/** A wallet that can be connected, as the dialog lists it. */
export type AnnouncedWallet = {
  readonly id: string;
  readonly name: string;
  readonly icon: string | null;
  readonly isBurner: boolean;
};

const SIGN_IN_VALID_MS = 10 * 60_000;

/** Everything the page does with wallets. Heavy: reach it through `loadWallet`. */
export type WalletRuntime = {
  readonly config: Config;
  list(): AnnouncedWallet[];
  onListChange(listener: () => void): () => void;
  connect(walletId: string): Promise<void>;
  disconnect(): Promise<void>;
  reconnect(): Promise<void>;
  /** Asks the wallet to switch to the house's chain, and to add it first if it is unknown. */
  switchNetwork(): Promise<void>;
  /** Has the wallet sign the sign-in message (EIP-4361). */
  signIn(nonce: string): Promise<{ message: string; signature: string }>;
  /** What the wallet itself holds of the native coin, in wei. */
  coinsWei(): Promise<bigint>;
};

export function createWalletRuntime(house: HouseConfig): WalletRuntime {
  const config = createWalletConfig(house);
  watchConnection(config, { onChange: () => walletState.set(currentState(config)) });

  return {
    config,
    list: () => getConnectors(config).map(announced),
    onListChange: (listener) => watchConnectors(config, { onChange: listener }),
    async connect(walletId) {
      const connector = getConnectors(config).find(({ id }) => id === walletId);
      if (connector !== undefined) await connect(config, { connector });
    },
    disconnect: () => disconnect(config),
    async reconnect() {
      await reconnect(config);
      walletState.set(currentState(config));
    },
    async switchNetwork() {
      await switchChain(config, { chainId: house.chain.id });
    },
    async signIn(nonce) {
      const address = connectedAddress(config);
      const { domain, uri, statement } = house.signIn;
      const issuedAt = new Date();
      const message = createSiweMessage({
        address,
        chainId: house.chain.id,
        domain,
        uri,
        statement,
        nonce,
        version: "1",
        issuedAt,
        expirationTime: new Date(issuedAt.getTime() + SIGN_IN_VALID_MS),
      });
      return { message, signature: await signMessage(config, { account: address, message }) };
    },
    async coinsWei() {
      const { value } = await getBalance(config, {
        address: connectedAddress(config),
        chainId: house.chain.id,
      });
      return value;
    },
  };
}

/** The connected account. Callers offer wallet actions only while a wallet is connected. */
export function connectedAddress(config: Config): `0x${string}` {
  const { address } = getConnection(config);
  if (address === undefined) throw new Error("No wallet is connected: connect one first.");
  return address;
}

function currentState(config: Config): WalletState {
  const connection = getConnection(config);
  if (connection.status === "disconnected") return DISCONNECTED;
  if (connection.status !== "connected") return { status: "connecting" };
  const { address, chainId, connector } = connection;
  return {
    status: "connected",
    address,
    chainId,
    walletName: connector.name,
    isBurner: connector.id === BURNER_ID,
  };
}

function announced({ id, name, icon }: Connector): AnnouncedWallet {
  // Only an embedded picture is shown: a picture from elsewhere would tell its host who is connecting.
  const isEmbedded = icon?.trim().startsWith("data:image/") ?? false;
  return {
    id,
    name,
    icon: isEmbedded && icon !== undefined ? icon.trim() : null,
    isBurner: id === BURNER_ID,
  };
}
