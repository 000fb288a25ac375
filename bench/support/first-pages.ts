import { buildRouter } from "@adminjs/express";
import sparticuz from "@sparticuz/chromium";
import AdminJS from "adminjs";
import compression from "compression";
import express from "express";
import { type Browser, chromium } from "playwright-core";
import { assets } from "../../src/admin/assets.ts";
import { listen } from "../../src/server.ts";
import { elapsedMs, inPairs, middleOf } from "./measuring.ts";

const RATIO_MAX = 1.3;
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
];

/** The first page in a real Chromium with nothing kept: until its figures stand there, against AdminJS with nothing in it. */
export async function firstPages(panel: {
  readonly url: string;
  readonly cookie: string;
  readonly rounds: number;
}) {
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs22.x";
  const bare = await listen(bareAdminJs(), { host: "127.0.0.1", port: 0 });
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    headless: true,
    args: FLAGS,
  });
  try {
    const ours = { url: panel.url, cookie: panel.cookie, shows: ".an-morning" };
    const theirs = { url: bare.url, cookie: "", shows: '[data-css="default-dashboard"]' };
    await openOnce(browser, ours);
    await openOnce(browser, theirs);
    const pairs = await inPairs(panel.rounds, {
      product: () => openOnce(browser, ours),
      baseline: () => openOnce(browser, theirs),
    });
    const { ratio, product, baseline, ratios } = middleOf(pairs);
    const target = `first page ≤ ${RATIO_MAX} × a bare AdminJS`;
    return {
      name: "panel.firstPage",
      target,
      isMet: ratio <= RATIO_MAX,
      ratio,
      productMs: product,
      bareMs: baseline,
      ratios,
    };
  } finally {
    await browser.close();
    await bare.close();
  }
}

/** The same scripts, served and packed the same way; no lists, no pages, its own first page. */
function bareAdminJs() {
  const app = express();
  app.use(compression());
  app.use("/admin", assets());
  app.use("/admin", buildRouter(new AdminJS({ rootPath: "/admin" })));
  return app;
}

async function openOnce(
  browser: Browser,
  { url, cookie, shows }: { readonly url: string; readonly cookie: string; readonly shows: string },
): Promise<number> {
  const context = await browser.newContext({ locale: "ru-RU" });
  const [name = "", value = ""] = cookie.split("=");
  if (name !== "") await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  // Fonts from foreign hosts are no speed of anybody's.
  await page.route(
    (address) => !address.href.startsWith(url),
    (route) => route.abort(),
  );
  try {
    return await elapsedMs(async () => {
      await page.goto(`${url}/admin`, { waitUntil: "commit" });
      await page.locator(shows).first().waitFor();
    });
  } finally {
    await context.close();
  }
}
