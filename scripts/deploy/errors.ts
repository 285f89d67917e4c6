import { FairhouseError } from "#domain/errors.ts";

/** The command line asks for something that the command does not know. */
export class DeployOptionInvalid extends FairhouseError {
  readonly code = "DEPLOY_OPTION_INVALID";
}

/** The node serves another chain than the one asked for. */
export class WrongChain extends FairhouseError {
  readonly code = "WRONG_CHAIN";

  constructor(expected: number, actual: number) {
    super(`The node serves chain ${actual}, not ${expected}: check the RPC URL.`);
  }
}

/** The deployer cannot pay for what it is about to send. */
export class DeployerUnfunded extends FairhouseError {
  readonly code = "DEPLOYER_UNFUNDED";
}

/** The administrator of a public chain must be a Safe, unless the caller insists on a key. */
export class AdminIsNoSafe extends FairhouseError {
  readonly code = "ADMIN_IS_NO_SAFE";
}

/** The file that lists tokens cannot be used. */
export class TokenFileInvalid extends FairhouseError {
  readonly code = "TOKEN_FILE_INVALID";
}

/** The record of an earlier run tells of another deployment, or cannot be read. */
export class RecordMismatch extends FairhouseError {
  readonly code = "RECORD_MISMATCH";
}

/** The deployer sent something else under a nonce of the deployment. */
export class NonceTaken extends FairhouseError {
  readonly code = "NONCE_TAKEN";
}

/** A transaction of the deployment was refused, reverted or not mined in time. */
export class DeploymentStopped extends FairhouseError {
  readonly code = "DEPLOYMENT_STOPPED";
}

/** The verification input does not compile to what was deployed. */
export class VerificationMismatch extends FairhouseError {
  readonly code = "VERIFICATION_MISMATCH";
}
