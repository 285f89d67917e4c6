import { findOrInstall, type Report } from "#scripts/runtime/installProgram.ts";

const CHROMIUM = {
  title: "Chromium",
  names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  aptPackages: ["chromium"],
  brewArguments: ["--cask", "chromium"],
} as const;

/** The path of a browser for the end-to-end tests, installed if need be. @throws ProgramMissingError */
export function requireChromium(report: Report): Promise<string> {
  return findOrInstall(CHROMIUM, report);
}
