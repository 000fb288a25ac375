import sparticuz from "@sparticuz/chromium";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll } from "vitest";

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

/** A page of a real Chromium, and the errors that its scripts ran into; closed when the file is over. */
export async function openPage(
  options: BrowserContextOptions,
): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    headless: true,
    args: FLAGS,
  });
  afterAll(() => browser.close());
  const context = await browser.newContext({ locale: "ru-RU", ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  return { page, faults };
}

/** Opens an address of the panel and signs in on the way. */
export async function signInAt(
  page: Page,
  address: string,
  who: { readonly email: string; readonly password: string },
): Promise<void> {
  await page.goto(address);
  await page.fill("[name=email]", who.email);
  await page.fill("[name=password]", who.password);
  await page.click("button");
}
