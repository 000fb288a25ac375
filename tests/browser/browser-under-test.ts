import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, expect } from "vitest";
import { present } from "../../src/core/kernel/invariant.ts";
import { launchChromium } from "./chromium.ts";

/** A page of a real Chromium, and the errors that its scripts ran into; closed when the file is over. */
export async function openPage(
  options: BrowserContextOptions,
): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  const browser = await launchChromium();
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

/** Looks until it is so: the machine may be busy with other things. */
export const until = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });

/** Where something stands, once it is seen. */
export async function boxOf(of: Locator) {
  let box = await of.boundingBox();
  await until(async () => (box = await of.boundingBox())).not.toBeNull();
  return present(box ?? undefined, "a thing that is seen");
}
