/** A packet of the library's protocol, before it is written. */
export interface TextPacket {
  readonly type: number;
  readonly nsp: string;
  readonly id?: number;
  readonly data?: unknown;
}

/**
 * Writes packets as the library does, but for its search through each of them for bytes, of which no message of a house has
 * any: that takes a twentieth of all that a process does for a bet.
 */
export const textEncoder = {
  encode({ type, nsp, id, data }: TextPacket): string[] {
    const namespace = nsp === "/" ? "" : `${nsp},`;
    return [`${type}${namespace}${id ?? ""}${data === undefined ? "" : JSON.stringify(data)}`];
  },
};
