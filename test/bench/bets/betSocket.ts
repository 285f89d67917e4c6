import { type BareSocket, openBareSocket } from "./bareSocket.ts";

/** A player's socket, as far as a load generator needs one. */
export interface BetSocket {
  /** Sends a bet, as JSON text. */
  place(betText: string, onAnswer: (answer: BetAnswer) => void): void;
}

export interface BetAnswer {
  readonly isAccepted: boolean;
  /** Why not, as a problem code; empty for an accepted bet. */
  readonly refusal: string;
  /** The acknowledgement: a list of one, as JSON. */
  text(): string;
}

/** Packets of Engine.IO 4 (the first digit) that carry packets of Socket.IO 5 (the second). */
const OPEN = "0";
const PING = "2";
const PONG = "3";
const CONNECT = "40";
const EVENT = "42";
const ACKNOWLEDGE = "43";
const CONNECT_ERROR = "44";
const ACCEPTED = '[{"ok":true';

/**
 * Opens a socket as the player that the token names. Reads of an answer no more than it counts.
 *
 * @param onClose told when the socket is lost after it was open; bets without an answer get none any more
 * @throws Error when the server refuses the token, or there is none
 */
export function openBetSocket(
  port: number,
  token: string,
  onClose: () => void = () => undefined,
): Promise<BetSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<BetSocket>();
  const waiting = new Map<number, (answer: BetAnswer) => void>();
  let lastId = 0;
  let isOpen = false;
  const socket: BareSocket = openBareSocket({ port, onPacket, onClose: onClosed, onError: reject });

  function onClosed(): void {
    if (isOpen) onClose();
    else reject(new Error("the server closed a socket"));
  }

  function onPacket(packet: string): void {
    if (packet.startsWith(ACKNOWLEDGE)) answer(packet);
    else if (packet.startsWith(OPEN)) socket.send(`${CONNECT}${JSON.stringify({ token })}`);
    else if (packet === PING) socket.send(PONG);
    else if (packet.startsWith(CONNECT_ERROR)) reject(new Error(`the server refused a socket: ${packet}`));
    else if (packet.startsWith(CONNECT)) {
      isOpen = true;
      resolve({ place });
    }
  }

  function place(betText: string, onAnswer: (answer: BetAnswer) => void): void {
    lastId += 1;
    waiting.set(lastId, onAnswer);
    socket.send(`${EVENT}${lastId}["bet",${betText}]`);
  }

  function answer(packet: string): void {
    const start = packet.indexOf("[");
    const id = Number(packet.slice(ACKNOWLEDGE.length, start));
    const onAnswer = waiting.get(id);
    waiting.delete(id);
    const isAccepted = packet.startsWith(ACCEPTED, start);
    const refusal = isAccepted ? "" : problemCode(packet);
    onAnswer?.({ isAccepted, refusal, text: () => Buffer.from(packet, "latin1").toString().slice(start) });
  }
  return promise;
}

function problemCode(packet: string): string {
  return /"code":"([A-Z_]+)"/.exec(packet)?.[1] ?? "UNKNOWN";
}
