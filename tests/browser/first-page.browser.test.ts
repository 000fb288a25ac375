import { beforeAll, expect, it } from "vitest";
import { writeToStaff } from "../../src/core/notifications/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const clientId = await makeClient(app, "Анна Смирнова");
granted(await writeToStaff(app, { messageId: app.newId(), clientId, text: "Есть ли парковка?" }));
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });
const { page, faults } = await openPage({ viewport: { width: 390, height: 844 } });

const STEPS = ".ok-steps:not(.ok-law)";

beforeAll(() => signInAt(page, `${url}/admin`, owner));

it("what waits for somebody stands on a phone above the first steps, and is told from a nought", async () => {
  const waits = page.locator(".ok-counts").getByRole("link", { name: "1 ждёт ответа" });
  const none = page.locator(".ok-counts").getByRole("link", { name: "0 ждут оплаты" });
  const top = async (selector: string) => (await page.locator(selector).boundingBox())?.y ?? 0;
  await page.locator(STEPS).waitFor();
  await waits.waitFor();
  expect(await top(".ok-counts")).toBeLessThan(await top(STEPS));
  const look = (link: typeof waits) =>
    link.locator("b").evaluate((figure) => {
      const { color, fontWeight } = getComputedStyle(figure);
      return { color, fontWeight };
    });
  expect(Number((await look(waits)).fontWeight)).toBeGreaterThan(Number((await look(none)).fontWeight));
  expect((await look(waits)).color).not.toBe((await look(none)).color);
  await waits.click();
  await page.locator("tr[data-id]", { hasText: "Есть ли парковка?" }).getByText("ждёт ответа").waitFor();
  expect(await page.locator(".ok-list-views [aria-current=page]").textContent()).toBe("Ждут ответа");
});

it("the menu begins with every day's work, and ends with what is needed once in a while", async () => {
  await page.setViewportSize({ width: 1280, height: 1600 });
  await page.goto(`${url}/admin`);
  await page.locator(".ok-menu-last").waitFor();
  const lines = await page.locator(".ok-menu-link").evaluateAll((links) =>
    links
      .map((link) => ({ text: link.textContent ?? "", y: link.getBoundingClientRect().y }))
      .sort((one, other) => one.y - other.y)
      .map(({ text }) => text),
  );
  const inMarkup = await page.locator(".ok-menu-link").allTextContents();
  expect(inMarkup, "the keyboard goes as the eye does").toEqual(lines);
  expect(lines.slice(0, 5)).toEqual(["Сегодня", "Календарь", "Клиенты", "Записи", "Деньги"]);
  expect(lines.slice(-2)).toEqual(["Выгрузки", "Моя учётная запись"]);
  expect(lines.filter((text) => text === "Клиенты" || text === "Записи" || text === "Поиск клиента")).toEqual(
    [...["Клиенты", "Записи"]],
  );
  expect(await page.locator(".ok-menu-link[aria-current=page]").allTextContents()).toEqual(["Сегодня"]);
  const questions = page
    .getByRole("navigation", { name: "Списки" })
    .getByRole("link", { name: "Вопросы клиентов" });
  await questions.locator(".ok-menu-waiting").waitFor();
  expect(await questions.textContent()).toBe("Вопросы клиентов1");
});

it("whoever is answered stands in the menu no more, without a reload", async () => {
  await page
    .getByRole("navigation", { name: "Списки" })
    .getByRole("link", { name: "Вопросы клиентов" })
    .click();
  await page.locator("tbody tr").first().click();
  await page
    .getByRole("link", { name: "Ответить" })
    .or(page.getByRole("button", { name: "Ответить" }))
    .first()
    .click();
  await page.fill("[name=text]", "Да, ждём вас.");
  await page.locator("form.ok-form button[type=submit]").click();
  await page.locator(".ok-menu-waiting").waitFor({ state: "detached" });
});

it("a client is found from the top of the page on a phone, too", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("combobox", { name: "Найти клиента" }).fill("Смирн");
  await page.getByRole("option", { name: /Анна Смирнова/ }).click();
  await page.waitForURL("**/pages/client?id=*");
});

it("whoever has come is marked from the top of the page, and the day's list stands above its figures", async () => {
  const specialistId = await makeSpecialist(app, "Мария");
  const serviceId = await makeService(app, "Стрижка");
  const booking = await makeBooking(app, {
    clientId,
    serviceId,
    slotId: await makeSlot(app, specialistId, 30),
  });
  await db.run(sql`
    UPDATE bookings SET starts_at = now() - interval '1 second', ends_at = now() + interval '1 hour'
    WHERE id = ${booking.id}::uuid`);
  for (const [width, height] of [
    [390, 844],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.goto(`${url}/admin`);
    const awaiting = page.getByRole("region", { name: "Отметьте, пришёл ли клиент" });
    const came = awaiting.getByRole("link", { name: "Клиент пришёл: Анна Смирнова — Стрижка" });
    await came.waitFor();
    const box = await came.boundingBox();
    expect((box?.y ?? height) + (box?.height ?? 0), `on ${width}`).toBeLessThanOrEqual(height);
    const top = async (selector: string) => (await page.locator(selector).first().boundingBox())?.y ?? 0;
    expect(await top(".ok-columns"), `on ${width}`).toBeLessThan(await top(".an-morning"));
    await came.click();
    await page.waitForURL(`**/resources/Booking/records/${booking.id}/markCame`);
  }
  expect(faults).toEqual([]);
});
