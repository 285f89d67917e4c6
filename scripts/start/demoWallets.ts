import { type Address, bytesToHex, type Hex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { invariant } from "#domain/errors.ts";
import { DEV_MNEMONIC } from "#scripts/runtime/devAccounts.ts";

export type DemoWallet = { role: string; address: Address; privateKey: Hex };

export type DemoWallets = Record<
  | "admin"
  | "guardian"
  | "sender"
  | "faucet"
  | "bankroll"
  | "alice"
  | "bob"
  | "operator"
  | "treasury"
  | "staff",
  DemoWallet
>;

/** The wallets of the local house. Their keys are public: they are worth nothing on any other chain. */
export function demoWallets(): DemoWallets {
  return {
    admin: walletAt(0, "admin of the vault, deployer"),
    guardian: walletAt(1, "guardian (may pause)"),
    sender: walletAt(2, "sender (pays the gas of payouts)"),
    faucet: walletAt(3, "faucet"),
    bankroll: walletAt(4, "bankroll of the house"),
    alice: walletAt(5, "player Alice"),
    bob: walletAt(6, "player Bob"),
    operator: walletAt(7, "operator (publishes checkpoints)"),
    treasury: walletAt(8, "treasury (takes surplus)"),
    staff: walletAt(9, "staff of the house (signs in as its operator)"),
  };
}

function walletAt(addressIndex: number, role: string): DemoWallet {
  const account = mnemonicToAccount(DEV_MNEMONIC, { addressIndex });
  const key = account.getHdKey().privateKey;
  invariant(key !== null && key !== undefined, "an account from a mnemonic has a private key");
  return { role, address: account.address, privateKey: bytesToHex(key) };
}
