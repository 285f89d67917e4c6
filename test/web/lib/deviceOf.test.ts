import { describe, expect, test } from "vitest";
import { deviceOf } from "@/lib/format/deviceOf";

describe("deviceOf", () => {
  test("default: names browser and system, whatever else the header claims to be", () => {
    const base = "AppleWebKit/537.36 (KHTML, like Gecko)";
    expect(deviceOf(`Mozilla/5.0 (X11; Linux x86_64) ${base} Chrome/131.0.0.0 Safari/537.36`)).toEqual({
      browser: "Chrome",
      system: "Linux",
    });
    expect(
      deviceOf(
        `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${base} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
      ),
    ).toEqual({ browser: "Edge", system: "Windows" });
    expect(
      deviceOf(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1",
      ),
    ).toEqual({ browser: "Safari", system: "iPhone" });
  });

  test("behavior: null for programs and for silence", () => {
    expect(deviceOf("curl/8.11.0")).toBeNull();
    expect(deviceOf("")).toBeNull();
  });
});
