import { FairhouseError } from "#domain/errors.ts";

/** The command line asks for something that `npm start` does not know. */
export class StartOptionInvalid extends FairhouseError {
  readonly code = "START_OPTION_INVALID";
}

/** A house already runs on this state folder. */
export class HouseAlreadyRunning extends FairhouseError {
  readonly code = "HOUSE_ALREADY_RUNNING";
}

/** Someone asked to stop while the house was still starting. */
export class StartInterrupted extends FairhouseError {
  readonly code = "START_INTERRUPTED";
}

/** The dApp could not be built. */
export class WebBuildFailed extends FairhouseError {
  readonly code = "WEB_BUILD_FAILED";
}

/** What `npm start` was asked to do does not go together with the services it was pointed at. */
export class StartRefused extends FairhouseError {
  readonly code = "START_REFUSED";
}
