import { FairhouseError } from "#domain/errors.ts";

/** The node cannot tell what the check has to know. */
export class DeploymentUnreadable extends FairhouseError {
  readonly code = "DEPLOYMENT_UNREADABLE";
}

/** There is no vault at the address. */
export class NoVault extends FairhouseError {
  readonly code = "NO_VAULT";
}
