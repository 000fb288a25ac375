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

/** A real Chromium, out of an npm package. */
export const launchChromium = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await sparticuz.executablePath(), headless: true, args: FLAGS });
