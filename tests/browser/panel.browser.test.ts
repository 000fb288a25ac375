import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const NAME = "Анна <img src=x onerror=window.PWNED=1>";
const specialistId = await makeSpecialist(app, "Мария Орлова");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, NAME);
const slotId = await makeSlot(app, specialistId, 30);
const { number } = await makeBooking(app, { clientId, serviceId, slotId });
const owner = await makeStaff(app, { role: "owner", name: "Ольга </script><script>window.PWNED=1</script>" });

const { page, faults } = await openPage({ timezoneId: "America/New_York" });

const foreign: string[] = [];

beforeAll(async () => {
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) foreign.push(request.url());
  });
  await signInAt(page, `${url}/admin/resources/Booking`, owner);
});

it("a member of staff signs in and sees the booking: who, what, when by the business's clocks, for how much", async () => {
  const row = page.locator("tr[data-id]");
  await row.first().waitFor();
  expect(new URL(page.url()).pathname).toBe("/admin/resources/Booking");
  const text = ((await row.first().textContent()) ?? "").replaceAll("\u00a0", " ");
  expect(text).toContain(`№ ${number}`);
  expect(text).toContain(NAME);
  expect(text).toContain("Стрижка");
  expect(text).toContain("Мария Орлова");
  expect(text).toContain("подтверждена");
  expect(text).toContain("1 500,00 ₽");
  const { rows } = await db.pool.query<{ at: string }>(
    "SELECT to_char(starts_at AT TIME ZONE 'Europe/Moscow', 'HH24:MI') AS at FROM bookings",
  );
  expect(text).toContain(rows[0]?.at);
});

it("gives a client points by the form, is told why not first, and finds them in the ledger", async () => {
  await page.goto(`${url}/admin/resources/Client/records/${clientId}/adjustPoints`);
  await page.fill("[name=points]", "много");
  await page.fill("[name=reason]", "Подарок");
  await page.click("button[type=submit]");
  await page.getByText("Укажите целое число").waitFor();
  await page.fill("[name=points]", "300");
  await page.click("button[type=submit]");
  await page.getByText("Готово. Теперь баллов: 300.").waitFor();
  await page.goto(`${url}/admin/resources/PointEntry`);
  await page.getByText("Подарок").waitFor();
});

it("cannot delete the booked slot, and reads by whom it is booked", async () => {
  await page.goto(`${url}/admin/resources/Slot/records/${slotId}/deleteSlot`);
  await page.click("button[type=submit]");
  await page.getByText(`Окошко занято: запись № ${number}`).waitFor();
});

it("offers the times of the day that is chosen when a booking is moved", async () => {
  await makeSlot(app, specialistId, 50);
  const { rows } = await db.pool.query<{ id: string }>("SELECT id FROM bookings");
  await page.goto(`${url}/admin/resources/Booking/records/${rows[0]?.id}/moveBooking`);
  const day = page.locator("[name=day]");
  await day.waitFor();
  await page.fill("[name=reason]", "мастер заболел");
  const days = await day.locator("option").all();
  const last = (await days.at(-1)?.getAttribute("value")) ?? "";
  await day.selectOption(last);
  const times = page.locator("[name=slotId] option");
  await expect.poll(() => times.allTextContents()).toHaveLength(2);
  expect((await times.nth(1).textContent())?.replaceAll("\u00a0", " ")).toMatch(
    /^\d\d:00, Мария Орлова, 1 500,00 ₽$/,
  );
  expect(await page.inputValue("[name=reason]")).toBe("мастер заболел");
});

it("counts slots before making them", async () => {
  await page.goto(`${url}/admin/resources/Slot/actions/generateSlots`);
  await page.check(`[name=specialistIds-${specialistId}]`);
  await page.fill("[name=from]", "2031-03-03");
  await page.fill("[name=to]", "2031-03-07");
  await page.getByText("Посчитать").click();
  await page.getByText(/^Будет создано окошек: 45\./).waitFor();
  await page.click("button[type=submit]");
  await page.getByText(/^Создано окошек: 45\./).waitFor();
});

it("finds a booking by the day in the filter", async () => {
  await page.goto(
    `${url}/admin/resources/Booking?filters.startsAt~~from=2001-01-01&filters.startsAt~~to=2002-01-01`,
  );
  await page.getByText("Ничего не нашлось").waitFor();
});

it("saves a client's data as a file of the browser's, with the name as text", async () => {
  await page.goto(`${url}/admin/resources/Client/records/${clientId}/exportClient`);
  await page.locator("form.ok-form").waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Скачать" }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/^klient-\d{4}-\d\d-\d\d\.html$/);
  expect(readFileSync(await download.path(), "utf8")).toContain("Анна &lt;img src=x");
  await page.getByText("Файл сохранён.").waitFor();
});

it("asks no other host for anything, fails nowhere, and runs no name as a script", async () => {
  await page.goto(`${url}/admin`);
  await page.getByText("Сегодня,").waitFor();
  expect(foreign).toEqual([]);
  expect(faults).toEqual([]);
  expect(await page.evaluate("window.PWNED")).toBeUndefined();
});

it("the first Tab leads past the menu to the content", async () => {
  await page.goto(`${url}/admin/resources/Client`);
  await page.getByRole("button", { name: "Платежи и чеки" }).waitFor();
  await page.keyboard.press("Tab");
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  expect(await focused()).toBe("К содержанию");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-css"))).toBe("app-content");
});

it("a heading of the menu opens and closes by keyboard, stays so, and the page that is open is named", async () => {
  await page.goto(`${url}/admin/resources/Client`);
  const heading = page.getByRole("button", { name: "Платежи и чеки" });
  const payments = page.getByRole("link", { name: "Платежи" });
  await heading.focus();
  await page.keyboard.press("Enter");
  await payments.waitFor({ state: "detached" });
  await page.reload();
  await heading.waitFor();
  expect(await heading.getAttribute("aria-expanded")).toBe("false");
  await heading.focus();
  await page.keyboard.press("Enter");
  await payments.waitFor();
  expect(await page.locator(".ok-menu [aria-current=page]").allTextContents()).toEqual(["Клиенты"]);
});

it("is set in a typeface that comes from the product itself", async () => {
  await page.goto(`${url}/admin`);
  await page.getByText("Сегодня,").waitFor();
  const loaded = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter(({ status }) => status === "loaded").map(({ family }) => family);
  });
  expect(loaded).toContain("Inter Variable");
  expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toMatch(/^"?Inter Variable/);
});

it("on a phone each value of a row stands under its name, and nothing runs off the edge", async () => {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${url}/admin/resources/Setting`);
  const row = page.locator("tr[data-id]").first();
  await row.waitFor();
  expect(await row.locator(".ok-name:visible").allTextContents()).toEqual(["О чём", "Сейчас", "Обычно"]);
  await page.goto(`${url}/admin/resources/Booking`);
  await row.waitFor();
  expect(await row.locator(".ok-name:visible").allTextContents()).toEqual([
    "Когда",
    "Клиент",
    "Услуга",
    "Специалист",
    "Состояние",
    "Не оплачено",
    "Цена",
  ]);
  const right = await row.evaluate((element) => element.getBoundingClientRect().right);
  expect(right).toBeLessThanOrEqual(390);
  if (before) await page.setViewportSize(before);
});

it("a client's card leads to their bookings, filtered, and the filter says by whom", async () => {
  await page.goto(`${url}/admin/resources/Client/records/${clientId}/show`);
  await page.locator("#part-upcoming").getByText("Все", { exact: true }).click();
  await page.locator("tr[data-id]").first().waitFor();
  expect(new URL(page.url()).searchParams.get("filters.clientId")).toBe(clientId);
  await page.getByText("Фильтр (1)").click();
  await page.locator("form, [data-css$='-filter-drawer']").getByText(NAME).first().waitFor();
  expect(faults).toEqual([]);
});
