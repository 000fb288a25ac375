import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** Nothing that speaks to anybody but the panel. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// Must be set before the executable is unpacked: then it brings the libraries that a bare machine lacks.
process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs22.x";

/** A real Chromium, out of an npm package. Without a locale of UTF-8 it saves files under no Russian names. */
export const launchChromium = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await sparticuz.executablePath(),
    headless: true,
    args: FLAGS,
    env: { ...process.env, LANG: "C.UTF-8", LC_ALL: "C.UTF-8" },
  });
