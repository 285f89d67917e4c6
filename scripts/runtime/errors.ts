import { FairhouseError } from "#domain/errors.ts";

/** A port that a service needs is taken by another program. */
export class PortBusyError extends FairhouseError {
  readonly code = "PORT_BUSY";
  readonly port: number;

  constructor(options: { port: number; service: string; remedy: string }) {
    super(`Port ${options.port} for ${options.service} is busy: ${options.remedy}`);
    this.port = options.port;
  }
}

/** Every port that was tried is taken by another program. */
export class NoFreePortError extends FairhouseError {
  readonly code = "NO_FREE_PORT";

  constructor() {
    super("No free port was found: stop programs that listen on many, and try again.");
  }
}

/** A program that must be on this machine is missing and could not be installed. */
export class ProgramMissingError extends FairhouseError {
  readonly code = "PROGRAM_MISSING";
}

/** A service ended, or stayed silent, before it was ready to serve. */
export class ServiceNotReadyError extends FairhouseError {
  readonly code = "SERVICE_NOT_READY";
}

/** Another process already serves the same data folder. */
export class AlreadyRunningError extends FairhouseError {
  readonly code = "ALREADY_RUNNING";
}

/** No binaries of a service exist for this operating system and processor. */
export class UnsupportedPlatformError extends FairhouseError {
  readonly code = "UNSUPPORTED_PLATFORM";
}

/** The local chain answered an RPC request with an error. */
export class ChainRpcError extends FairhouseError {
  readonly code = "CHAIN_RPC_FAILED";
}
