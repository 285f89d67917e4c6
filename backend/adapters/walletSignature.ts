import { type Hex, type PublicClient, recoverMessageAddress } from "viem";
import { FairhouseError } from "#domain/errors.ts";

/** The chain has to be asked, and no endpoint answers. */
export class ChainUnavailable extends FairhouseError {
  readonly code = "CHAIN_UNAVAILABLE";

  constructor(options?: ErrorOptions) {
    super("The chain cannot be reached right now: try again in a moment.", options);
  }
}

export interface SignedMessage {
  readonly address: Hex;
  readonly message: string;
  readonly signature: Hex;
}

/** Tells whether an address signed a message. @throws ChainUnavailable for contract wallets only */
export type VerifySignature = (signed: SignedMessage) => Promise<boolean>;

/** r, s and v of an ordinary key: 65 bytes as `0x` and two digits each. */
const KEY_SIGNATURE_CHARACTERS = 2 + 2 * 65;

/**
 * Ordinary keys are verified here, without the chain, so that an outage does not lock them out; contract
 * wallets (ERC-1271, and ERC-6492 before they are deployed) are asked on-chain.
 */
export function createSignatureVerifier(chain: PublicClient): VerifySignature {
  return async (signed) => (await isSignedByKey(signed)) || (await isAcceptedByContract(chain, signed));
}

async function isSignedByKey({ address, message, signature }: SignedMessage): Promise<boolean> {
  if (signature.length !== KEY_SIGNATURE_CHARACTERS) return false;
  try {
    const signer = await recoverMessageAddress({ message, signature });
    return signer.toLowerCase() === address.toLowerCase();
  } catch {
    // Not a point on the curve: no key made this, but a contract may still accept it.
    return false;
  }
}

async function isAcceptedByContract(chain: PublicClient, signed: SignedMessage): Promise<boolean> {
  const hasCode = await hasContract(chain, signed.address);
  // Only a longer signature can tell how a wallet that is not there yet would be deployed.
  if (!hasCode && signed.signature.length === KEY_SIGNATURE_CHARACTERS) return false;
  try {
    return await chain.verifyMessage(signed);
  } catch {
    // The contract, or the wrapper around the signature, could not make sense of it.
    return false;
  }
}

/** Asked first because it tells an outage from a refusal, which verifying does not. @throws ChainUnavailable */
async function hasContract(chain: PublicClient, address: Hex): Promise<boolean> {
  try {
    const code = await chain.getCode({ address });
    return code !== undefined && code !== "0x";
  } catch (error) {
    throw new ChainUnavailable({ cause: error });
  }
}
