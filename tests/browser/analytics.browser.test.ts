import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { bookAhead, growCatalog, growSlots } from "../../bench/support/growth.ts";
import {
  growHotSlots,
  growPeople,
  growTraces,
  growVisits,
  noteFirstVisits,
} from "../../bench/support/panel-growth.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const { serviceId } = await growCatalog(db, 3);
await growPeople(db, 80);
await growSlots(db, { fromDay: -120, days: 130, perDay: 9, minutes: 60 });
await bookAhead(db, { serviceId, slots: 1 });
await growVisits(db, { serviceId, count: 3_000 });
await growTraces(db);
await growHotSlots(db);
await noteFirstVisits(db);
const owner = await makeStaff(app, { role: "owner" });

// Far from the business, so that a day of the browser's own would show.
const desktop = await openPage({ timezoneId: "America/New_York", viewport: { width: 1280, height: 800 } });
const phone = await openPage({ timezoneId: "Asia/Tokyo", viewport: { width: 390, height: 844 } });
const foreign: string[] = [];
for (const { page } of [desktop, phone])
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) foreign.push(request.url());
  });

const picture = (page: typeof desktop.page, id: string) => page.locator(`[data-picture=${id}]`);

it("shows a period's figures and pictures, those that take longer after them", async () => {
  const { page } = desktop;
  await signInAt(page, `${url}/admin/pages/analytics`, owner);
  await page.locator(".an-card").nth(5).waitFor();
  await picture(page, "revenue").locator(".recharts-bar-rectangle").first().waitFor();
  await picture(page, "cohorts").locator("td").first().waitFor();
  await picture(page, "reminders").getByText("Не пришли").first().waitFor();
  expect(await page.locator("[data-picture]").count()).toBe(13);
});

it("labels days evenly, on the first page too, and leaves nothing of a picture on the pages after it", async () => {
  const { page } = desktop;
  const analytics = page.url();
  const revenues = [
    [analytics, "[data-picture=revenue]"],
    [`${url}/admin`, ".an-month"],
  ] as const;
  for (const [address, chart] of revenues) {
    await page.goto(address);
    await page.locator(`${chart} .recharts-bar-rectangle`).first().waitFor();
    const places = await page
      .locator(`${chart} .recharts-xAxis .recharts-cartesian-axis-tick text`)
      .evaluateAll((labels) => labels.map((label) => Number(label.getAttribute("x"))));
    const gaps = places.slice(1).map((place, before) => place - (places[before] ?? 0));
    expect(gaps.length).toBeGreaterThan(1);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(1);
    expect(await page.locator("#recharts_measurement_span").count()).toBe(1);
    await page.locator(".ok-menu-link", { hasText: "Настройки" }).click();
    await page.locator(".ok-setup").waitFor();
    expect(await page.locator("#recharts_measurement_span").count()).toBe(0);
  }
  await page.goto(analytics);
  await picture(page, "visits").locator(".recharts-bar-rectangle").first().waitFor();
});

it("says each picture in words and as a table, by the keyboard too", async () => {
  const { page } = desktop;
  const visits = picture(page, "visits");
  expect(await visits.locator(".an-answer").textContent()).toMatch(/^\d+\s*визит/);
  await visits.getByRole("button", { name: "Таблица" }).focus();
  await page.keyboard.press("Enter");
  expect(await visits.locator("tbody tr").count()).toBe(30);
  await visits.getByRole("button", { name: "Картинка" }).click();
  await visits.locator(".recharts-bar-rectangle").first().waitFor();
});

it("takes another period, keeps it in the address, and leaves the comparison out when asked to", async () => {
  const { page } = desktop;
  await page.getByRole("button", { name: "90 дней" }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get("from")).toMatch(/^\d{4}-\d\d-\d\d$/);
  await page.getByText("в сравнении с").waitFor();
  await page.locator("[name=compare]").click();
  await expect.poll(() => page.getByText("в сравнении с").count()).toBe(0);
  await page.goBack();
  await page.getByText("в сравнении с").waitFor();
  await page.fill("[name=from]", "2020-01-02");
  await page.fill("[name=to]", "2020-01-01");
  await page.keyboard.press("Enter");
  await page.getByText("Период кончается раньше, чем начинается.").waitFor();
  await page.getByRole("button", { name: "30 дней" }).click();
  await picture(page, "visits").waitFor();
});

it("saves a picture's rows as a file, and leads to the list behind it", async () => {
  const { page } = desktop;
  const saving = page.waitForEvent("download");
  await picture(page, "revenue").getByText("Скачать CSV").click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/^revenue-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  expect(readFileSync(await download.path(), "utf8")).toContain("Строка;Этот период, ₽;Период до него, ₽");
  await picture(page, "misses").getByRole("link", { name: "Неявки" }).click();
  await page.locator("tr[data-id]").first().waitFor();
  expect(new URL(page.url()).searchParams.get("filters.state")).toBe("no_show");
});

it("on a phone the pictures stand under each other, and nothing runs off the edge", async () => {
  const { page } = phone;
  await signInAt(page, `${url}/admin/pages/analytics`, owner);
  await picture(page, "cohorts").waitFor();
  const boxes = await page.locator("[data-picture], .an-card, .an-picker").evaluateAll((all) =>
    all.map((one) => {
      const { left, right } = one.getBoundingClientRect();
      return { left, right };
    }),
  );
  for (const { left, right } of boxes) {
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(390);
  }
  await picture(page, "specialists").getByRole("button", { name: "Таблица" }).click();
  const table = await picture(page, "specialists").locator(".an-scroll").boundingBox();
  expect((table?.x ?? 0) + (table?.width ?? 999)).toBeLessThanOrEqual(390);
});

it.each([
  ["desktop", desktop, 1280],
  ["phone", phone, 390],
] as const)(
  "the first page opens with the day's figures on a %s, and leads to what is behind them",
  async (_, { page }, width) => {
    await page.goto(`${url}/admin`);
    await page.getByText("Выручка сегодня").waitFor();
    await page.locator(".an-month .recharts-bar-rectangle").first().waitFor();
    const right = await page
      .locator(".an-morning > *")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right));
    for (const edge of right) expect(edge).toBeLessThanOrEqual(width);
    await page.locator(".an-month").click();
    await picture(page, "revenue").waitFor();
  },
);

it("asks no other host for anything and fails nowhere", () => {
  expect(foreign).toEqual([]);
  expect([...desktop.faults, ...phone.faults]).toEqual([]);
});
