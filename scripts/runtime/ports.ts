import { createServer } from "node:net";
import { PortBusyError } from "#scripts/runtime/errors.ts";

const LOOPBACK = "127.0.0.1";

/** A port that nothing listens on at this moment. The system hands them out in turn, so two calls differ. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, LOOPBACK, () => {
      const address = probe.address();
      const port = address !== null && typeof address === "object" ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** Whether another program listens on the port, on loopback or on all addresses. */
export async function isPortBusy(port: number): Promise<boolean> {
  return (await isTaken(port, LOOPBACK)) || (await isTaken(port, undefined));
}

/** The wanted port, or a free one when it is taken: for services that only our own processes talk to. */
export async function portOrFree(wanted: number): Promise<number> {
  return (await isPortBusy(wanted)) ? freePort() : wanted;
}

/** @throws PortBusyError naming the port and the `remedy`: for services whose address people type in. */
export async function requireFreePort(options: {
  port: number;
  service: string;
  remedy: string;
}): Promise<number> {
  if (await isPortBusy(options.port)) throw new PortBusyError(options);
  return options.port;
}

function isTaken(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
    probe.listen({ port, ...(host === undefined ? {} : { host }), exclusive: true }, () => {
      probe.close(() => resolve(false));
    });
  });
}
