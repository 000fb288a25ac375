/**
 * Takes the pictures of the owner's guide (`docs/pictures/guide`): the real panel in a real Chromium, over a salon that
 * lived through the same six weeks up to the same moment, so that a picture differs little unless the panel does.
 */
import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { openPanel } from "../../src/admin/panel.ts";
import { createYookassaProvider } from "../../src/core/payments/yookassa/index.ts";
import { openDatabase } from "../../src/core/runtime/database.ts";
import { isOutage } from "../../src/core/runtime/database-error.ts";
import { createLog } from "../../src/core/runtime/log.ts";
import { createServer, listen } from "../../src/server.ts";
import { launchChromium } from "../browser/chromium.ts";
import { SECRET_KEY, SHOP_ID, startYookassa } from "../sandbox/yookassa-sandbox.ts";
import { testClock } from "../support/clock.ts";
import { cloneName, ensureTemplate, inDatabase, onServer, testServer } from "../support/database-server.ts";
import { liveInSalon } from "./lived-in-salon.ts";
import { PICTURES } from "./pictures.ts";

const NOW = new Date("2026-11-26T08:20:00Z");
const OWNER = { email: "owner@example.test", password: "correct horse battery" };
const DIRECTORY = path.join(import.meta.dirname, "../../docs/pictures/guide");

const { connectionString: serverUrl } = await testServer();
const template = await ensureTemplate(serverUrl);
const name = cloneName();
await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
const db = openDatabase({ connectionString: inDatabase(serverUrl, name) }, { connectionsMax: 8 });
const bank = await startYookassa();
const app = {
  ...{ db, bank, clock: testClock(NOW), newId: randomUUID, messenger: undefined },
  log: createLog({ level: "silent" }),
  payments: createYookassaProvider({
    ...{ shopId: SHOP_ID, secretKey: SECRET_KEY, apiUrl: `${bank.baseUrl}/v3/`, timeoutMs: 3_000 },
  }),
  returnUrl: (number: number) => `https://t.me/okoshko_bot?start=pay_${number}`,
};
await liveInSalon(app, { until: NOW, days: 42, owner: OWNER });
const panel = await openPanel({
  ...{ app, isOutage, publicUrl: undefined, chatPageUrl: undefined },
  sessionSecret: "a secret for pictures, long enough to be one",
});
const server = await listen(
  createServer({
    ...{ app, panel, isOutage, proxies: 0, telegramWebhook: undefined, checks: {} },
    yookassa: { secret: "a-secret-for-notifications", isTheirs: () => true },
  }),
  { host: "127.0.0.1", port: 0 },
);
await takePictures(server.url);
await server.close();
await panel.close();
await bank.close();
await db.close();
await onServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
process.exit(0);

async function takePictures(url: string): Promise<void> {
  await mkdir(DIRECTORY, { recursive: true });
  const browser = await launchChromium();
  for (const { file, width, height, open } of PICTURES) {
    const context = await browser.newContext({
      ...{ locale: "ru-RU", timezoneId: "Europe/Moscow", viewport: { width, height } },
    });
    const page = await context.newPage();
    // The browser's clock stands where the product's does.
    await page.clock.setFixedTime(NOW);
    await page.goto(`${url}/admin/login`);
    await page.fill("[name=email]", OWNER.email);
    await page.fill("[name=password]", OWNER.password);
    await page.click("button");
    await page.waitForURL(`${url}/admin`);
    await open(page, url);
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: path.join(DIRECTORY, `${file}.png`) });
    process.stdout.write(`${file}.png\n`);
    await context.close();
  }
  await browser.close();
}
