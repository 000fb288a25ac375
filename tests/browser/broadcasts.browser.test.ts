import { beforeAll, expect, it } from "vitest";
import { feedBroadcasts, listBroadcasts } from "../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { setConsent } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeClient, makeService } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Анна <img src=x onerror=window.PWNED=1>");
granted(await setConsent(app, { clientId, kind: "marketing", action: "given", pressed: "Да" }));
granted(await changeSetting(app, { key: "quietHours", typed: "00:00–00:00", actor: OPERATOR }));
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });

const { page, faults } = await openPage({ viewport: { width: 390, height: 844 } });

/** A picture of one pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

beforeAll(async () => {
  await signInAt(page, `${url}/admin`, owner);
});

it("MS-7: the owner turns advertisements on beside what the law says of them", async () => {
  await page.getByText("Рекламные рассылки выключены").waitFor();
  await page.getByText("38-ФЗ, статья 18").waitFor();
  await page.getByRole("button", { name: "Понятно, включить рассылки" }).click();
  await page.getByText("Рекламные рассылки включены.").waitFor();
});

it("MS-3: how many get it is said while it is written, and lies over no field", async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${url}/admin/resources/Broadcast/actions/addBroadcast`);
  const counted = page.getByText("Получит 1 из 1 подходящего.");
  await counted.waitFor();
  const [whom, said, text] = await Promise.all(
    [page.locator("[name=audience]"), counted, page.locator("[name=text]")].map((one) => one.boundingBox()),
  );
  expect(said?.y).toBeGreaterThan((whom?.y ?? 0) + (whom?.height ?? 0));
  expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThan(text?.y ?? 0);
  await page.setViewportSize({ width: 390, height: 844 });
});

it("MS-3: on a telephone, too, the owner writes a broadcast, looks at it, starts it, and sees it end by itself", async () => {
  await page.goto(`${url}/admin/resources/Broadcast/actions/addBroadcast`);
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.getByText("Назовите рассылку").waitFor();
  await page.fill("[name=title]", "Осень");
  // What was said of the field before is gone as soon as it is another.
  expect(await page.getByText("Назовите рассылку").count()).toBe(0);
  await page.fill("[name=text]", "Здравствуйте, {имя}! <b>Скидки</b>");
  await page.setInputFiles("[name=picture]", { name: "p.png", mimeType: "image/png", buffer: PNG });
  await page.getByText("+ Кнопка").click();
  await page.getByLabel("Куда ведёт кнопка 1").selectOption({ label: "Стрижка" });
  await page.getByRole("button", { name: "Посмотреть" }).click();
  const bubble = page.locator(".ok-telegram");
  await bubble.getByText("Здравствуйте, Ольга!").waitFor();
  expect(await bubble.locator("b").textContent()).toBe("Скидки");
  expect(await bubble.locator("img").getAttribute("src")).toMatch(/^data:image\/png/);
  expect(await bubble.locator(".ok-bubble-button").allTextContents()).toEqual([
    "Записаться",
    "Не присылать такое",
  ]);
  expect(await listBroadcasts(db, { rowsMax: 1 })).toEqual([]);
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.getByText("Рассылка «Осень» сохранена.").waitFor();
  const saved = page.locator(".ok-broadcast img");
  await saved.waitFor();
  await expect.poll(() => saved.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);

  const address = page.url().split("?")[0] ?? "";
  // What stands out is what there is to do: not to start what nobody gets.
  const start = page.locator("[data-css=Broadcast-startBroadcast-button]");
  const ground = () => start.evaluate((button) => getComputedStyle(button).backgroundColor);
  await expect.poll(ground).toBe("rgb(47, 111, 98)");
  await db.run(sql`UPDATE clients SET unreachable_at = now()`);
  await page.reload();
  await page.locator(".ok-broadcast-nobody").waitFor();
  await expect.poll(ground).not.toBe("rgb(47, 111, 98)");
  await db.run(sql`UPDATE clients SET unreachable_at = NULL`);

  await page.goto(address.replace(/show$/, "previewBroadcast"));
  await page.fill("[name=client]", "анна");
  await page.getByRole("button", { name: "Показать" }).click();
  await page.locator(".ok-telegram").getByText("Здравствуйте, Анна!").waitFor();

  await page.goto(address.replace(/show$/, "startBroadcast"));
  await page.getByText("Получат: 1 клиент.").waitFor();
  await page.getByRole("button", { name: "Начать рассылку" }).click();
  await page.getByText("Рассылка «Осень» началась.").waitFor();
  await feedBroadcasts(app);
  await page.locator("progress").waitFor();
  await page.setViewportSize({ width: 1280, height: 900 });
  const pause = page.getByText("Приостановить");
  await pause.waitFor();
  await app.db.run(sql`UPDATE outbox SET state = 'sent', sent_at = now() WHERE kind = 'broadcast'`);
  await feedBroadcasts(app);
  await page.locator(".ok-broadcast").getByText("закончена").waitFor();
  await expect.poll(() => pause.count()).toBe(0);
  await page.locator(".ok-broadcast").getByText("закончена").waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  expect(await page.evaluate(() => "PWNED" in window)).toBe(false);
  expect(faults).toEqual([]);
});
