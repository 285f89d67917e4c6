import { expect, test } from "vitest";
import { INVITATION_CODE_BYTES, invitationCodeOf } from "#domain/agents/invitationCode.ts";
import { InvariantError } from "#domain/errors.ts";
import fc from "#test/support/properties.ts";

test("default: base 32 as in RFC 4648", () => {
  expect(invitationCodeOf(new TextEncoder().encode("0123456789"))).toBe("GAYTEMZUGU3DOOBZ");
});

test("property: sixteen characters, and another code for other bytes", () => {
  const bytes = fc.uint8Array({ minLength: INVITATION_CODE_BYTES, maxLength: INVITATION_CODE_BYTES });
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(invitationCodeOf(a)).toMatch(/^[A-Z2-7]{16}$/);
      expect(invitationCodeOf(a) === invitationCodeOf(b)).toBe(a.join() === b.join());
    }),
  );
});

test("error: InvariantError", () => {
  expect(() => invitationCodeOf(new Uint8Array(9))).toThrow(InvariantError);
});
