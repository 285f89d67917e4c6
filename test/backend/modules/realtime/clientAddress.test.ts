import { expect, test } from "vitest";
import { clientAddress } from "#backend/modules/realtime/clientAddress.ts";

const from = (address: string, forwarded?: string) => ({
  address,
  headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
});

test("default: the address that it comes from, whatever it says of itself", () => {
  expect(clientAddress(from("198.51.100.7"), 0)).toBe("198.51.100.7");
  expect(clientAddress(from("198.51.100.7", "203.0.113.1"), 0)).toBe("198.51.100.7");
});

test("behavior: so many trusted hops are asked whom they speak for, and no more", () => {
  const forged = "192.0.2.66, 203.0.113.1, 10.0.0.2";
  expect(clientAddress(from("10.0.0.1", forged), 1)).toBe("10.0.0.2");
  expect(clientAddress(from("10.0.0.1", forged), 2)).toBe("203.0.113.1");
  expect(clientAddress(from("10.0.0.1"), 2)).toBe("10.0.0.1");
  expect(clientAddress(from("10.0.0.1", " , "), 1)).toBe("10.0.0.1");
});

test("behavior: the many addresses of one network count as one", () => {
  expect(clientAddress(from("2001:db8:0:1::1"), 0)).toBe(clientAddress(from("2001:db8:0:1:ffff::9"), 0));
  expect(clientAddress(from("2001:db8:1::1"), 0)).not.toBe(clientAddress(from("2001:db8:2::1"), 0));
  expect(clientAddress(from("::ffff:198.51.100.7"), 0)).toBe("198.51.100.7");
});
