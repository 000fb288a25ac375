import { randomUUID } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { holdSlot } from "../../src/core/booking/index.ts";
import { addSlot } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { minutesAfter } from "../../src/core/kernel/instant.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf, instantAt, plusDays } from "../../src/core/kernel/local-day.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { boxOf, openPage, signInAt, until } from "./browser-under-test.ts";

const ZONE = "Europe/Moscow";
const db = await testDatabase();
const { app, url } = await startPanel(db);
const NAME = "Вера <img src=x onerror=window.PWNED=1>";
const anna = await makeSpecialist(app, "Анна Белова");
const maria = await makeSpecialist(app, "Мария Орлова");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, NAME);
const day = plusDays(dayOf(app.clock.now(), ZONE), 2);

async function slotAt(specialistId: string, hour: number, minutes = 60): Promise<string> {
  const startsAt = present(instantAt(day, hour * 60, ZONE), "an hour without a clock change");
  const common = { specialistId, kind: "regular", actor: OPERATOR } as const;
  return granted(await addSlot(app, { ...common, startsAt, endsAt: minutesAfter(startsAt, minutes) })).id;
}

const moved = await slotAt(anna, 10);
await slotAt(anna, 13);
const booked = await slotAt(anna, 15);
const resized = await slotAt(maria, 9);
const free = await slotAt(maria, 12);
const held = await slotAt(maria, 14);
const late = await slotAt(maria, 17);
const { number } = await makeBooking(app, { clientId, serviceId, slotId: booked });

const owner = await makeStaff(app, { role: "owner", name: "Ольга" });
const address = `${url}/admin/pages/calendar?view=day&date=${day}`;
const { page, faults } = await openPage({
  timezoneId: "Asia/Vladivostok",
  viewport: { width: 1280, height: 900 },
});

const foreign: string[] = [];
beforeAll(async () => {
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) foreign.push(request.url());
  });
  await signInAt(page, address, owner);
  await thing(page, "10:00–11:00").first().waitFor();
});

const thing = (on: Page, text: string): Locator => on.locator(".ok-cal-grid .ec-event", { hasText: text });

/** Where a slot of so many pixels an hour stands. */
const HOUR_PIXELS = 52;

async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let step = 1; step <= 8; step += 1) {
    await page.mouse.move(from.x + ((to.x - from.x) * step) / 8, from.y + ((to.y - from.y) * step) / 8);
  }
  await page.mouse.up();
}

/** Where a thing is, once it is drawn. */
async function dragHours(of: Locator, hours: number): Promise<void> {
  const box = await boxOf(of);
  const from = { x: box.x + box.width / 2, y: box.y + 12 };
  await drag(from, { x: from.x, y: from.y + hours * HOUR_PIXELS });
}

/** When a slot stands by the clocks of the business, and for how long. */
async function standing(slotId: string): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ at: string }>(
    `SELECT to_char(starts_at AT TIME ZONE 'Europe/Moscow', 'HH24:MI') || ' '
       || extract(epoch FROM ends_at - starts_at) / 60 || ' ' || kind || ' ' || state AS at
     FROM slots WHERE id = $1`,
    [slotId],
  );
  return rows[0]?.at.replace(/\.0+/, "");
}

describe("seen", () => {
  it("UN-4: by the clocks of the business, whatever the browser's; names as text", async () => {
    const other = await openPage({ timezoneId: "America/New_York", viewport: { width: 1280, height: 900 } });
    await signInAt(other.page, address, owner);
    await thing(other.page, "10:00–11:00").first().waitFor();
    const seen = (on: Page) => on.locator(".ok-cal-grid .ok-cal-event").allTextContents();
    expect(await seen(other.page)).toEqual(await seen(page));
    const tops = (on: Page) =>
      on
        .locator(".ok-cal-grid .ok-cal-event")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(await tops(other.page)).toEqual(await tops(page));
    expect(await thing(page, NAME).textContent()).toContain("15:00–16:00");
    expect(await page.evaluate("window.PWNED")).toBeUndefined();
    expect(other.faults).toEqual([]);
  });

  it("the address keeps the view, the day and whose columns; the way back leads back", async () => {
    await page.getByRole("button", { name: "Неделя" }).click();
    await page.locator(".ok-cal-grid-week").waitFor();
    await page.getByRole("button", { name: "Мария Орлова", exact: true }).click();
    await until(() => new URL(page.url()).searchParams.get("specialists")).toBe(maria.slice(0, 8));
    await page.getByRole("button", { name: "Месяц" }).click();
    await page.locator(`[data-day="${day}"]`).click();
    await page.locator(".ok-cal-grid-day").waitFor();
    expect(new URL(page.url()).searchParams.get("date")).toBe(day);
    await thing(page, "09:00–10:00").waitFor();
    expect(await page.locator(".ok-cal-grid .ok-cal-event").count()).toBe(4);
    await page.goBack();
    await page.locator(".ok-cal-month").waitFor();
    await page.goBack();
    await page.locator(".ok-cal-grid-week").waitFor();
    await page.goto(address);
    await thing(page, NAME).waitFor();
  });
});

describe("slots by hand", () => {
  it("SL-1: a drag moves a free slot, and one press undoes it (SL-6)", async () => {
    await dragHours(thing(page, "10:00–11:00"), 1);
    await thing(page, "11:00–12:00").waitFor();
    await until(() => standing(moved)).toBe("11:00 60 regular open");
    await page.getByRole("button", { name: /Отменить/ }).click();
    await until(() => standing(moved)).toBe("10:00 60 regular open");
    await thing(page, "10:00–11:00").waitFor();
  });

  it("SL-1: a drag onto another slot is refused in words, and the slot is back where it was", async () => {
    const before = await boxOf(thing(page, "10:00–11:00"));
    await dragHours(thing(page, "10:00–11:00"), 2.5);
    await page.getByText("У специалиста уже есть окошко на это время.").waitFor();
    expect(await standing(moved)).toBe("10:00 60 regular open");
    await until(() => boxOf(thing(page, "10:00–11:00"))).toEqual(before);
  });

  it("a drag at its lower edge makes a free slot longer", async () => {
    const box = await boxOf(thing(page, "09:00–10:00"));
    const from = { x: box.x + box.width / 2, y: box.y + box.height - 2 };
    await drag(from, { x: from.x, y: from.y + HOUR_PIXELS / 2 });
    await until(() => standing(resized)).toBe("09:00 90 regular open");
  });

  it("SL-1: a drag to another column moves a slot to that specialist", async () => {
    const from = await boxOf(thing(page, "17:00–18:00"));
    const to = await boxOf(thing(page, "13:00–14:00"));
    await drag({ x: from.x + 40, y: from.y + 12 }, { x: to.x + 40, y: from.y + 12 });
    await until(
      async () => (await db.pool.query("SELECT specialist_id FROM slots WHERE id = $1", [late])).rows,
    ).toEqual([{ specialist_id: anna }]);
  });

  it("a drag over empty time fills the form of a new slot; by a pattern it is counted first", async () => {
    const above = await boxOf(thing(page, NAME));
    const from = { x: above.x + 60, y: above.y + above.height + HOUR_PIXELS * 2 + 4 };
    await drag(from, { x: from.x, y: from.y + HOUR_PIXELS * 1.5 - 8 });
    await page.locator(".ok-cal-sheet form.ok-form").waitFor();
    expect(await page.inputValue("[name=time]")).toBe("18:00");
    expect(await page.inputValue("[name=length]")).toBe("90");
    expect(await page.inputValue("[name=specialistId]")).toBe(anna);
    await page.getByRole("button", { name: "По шаблону" }).click();
    await until(() => page.inputValue("[name=opensAt]")).toBe("18:00");
    await page.fill("[name=length]", "45");
    await page.getByRole("button", { name: "Посчитать" }).click();
    await page.getByText(/Будет создано окошек: 4/).waitFor();
    await page.getByRole("button", { name: "Одно окошко" }).click();
    await page.getByRole("button", { name: "Добавить окошко" }).click();
    await thing(page, "18:00–19:30").waitFor();
    expect(await page.locator(".ok-cal-sheet").count()).toBe(0);
  });

  it("MS-4: turning a slot hot says first who would hear of it and what it would cost", async () => {
    await thing(page, "13:00–14:00").click();
    await page.getByRole("button", { name: "Сделать горящим" }).click();
    await page.locator(".ok-counted", { hasText: "Стрижка" }).waitFor();
    await page.fill("[name=discountPercent]", "30");
    await page.locator(".ok-counted", { hasText: /1.050,00/ }).waitFor();
    await page.locator(".ok-cal-sheet button[type=submit]").click();
    await thing(page, "−30 % горящее").waitFor();
  });

  it("closes with a reason and opens again", async () => {
    await thing(page, "12:00–13:00").click();
    await page.getByRole("button", { name: "Закрыть", exact: true }).click();
    await page.fill("[name=reason]", "обед");
    await page.locator(".ok-cal-sheet button[type=submit]").click();
    await thing(page, "закрыто").filter({ hasText: "обед" }).click();
    await page.getByRole("button", { name: "Открыть снова" }).click();
    await page.locator(".ok-cal-sheet button[type=submit]").click();
    await thing(page, "12:00–13:00").filter({ hasText: "свободно" }).waitFor();
    expect(await standing(free)).toBe("12:00 60 regular open");
  });
});

describe("bookings", () => {
  it("PY-8: a client is booked by phone: the slot, the client, done", async () => {
    await thing(page, "12:00–13:00").click();
    await page.fill("#book-client", "8 900 123-45-67");
    await page.fill("#book-name", "Жанна");
    await page.locator(".ok-cal-book button[type=submit]").click();
    await thing(page, "Жанна").waitFor();
  });

  it("PY-8: whose number was typed whole is chosen by itself, and can be changed", async () => {
    await thing(page, "14:00–15:00").click();
    await page.fill("#book-client", "8 900 123-45-6");
    await page.locator(".ok-cal-found", { hasText: "Жанна" }).waitFor();
    await page.fill("#book-client", "8 900 123-45-67");
    await page.locator(".ok-cal-chosen", { hasText: "Жанна" }).waitFor();
    await page.getByRole("button", { name: "сменить" }).click();
    expect(await page.inputValue("#book-client")).toBe("8 900 123-45-67");
    await page.locator(".ok-cal-found", { hasText: "Жанна" }).waitFor();
    await page.fill("#book-client", "");
    await page.getByRole("button", { name: "Закрыть панель" }).last().click();
  });

  it("what a client does in the bot is seen within two seconds, without a reload", async () => {
    const guest = await makeClient(app, "Борис");
    await page.evaluate("window.STAYED = true");
    granted(await holdSlot(app, { bookingId: randomUUID(), clientId: guest, serviceId, slotId: held }));
    await thing(page, "Борис").waitFor({ timeout: 2_000 });
    expect(await thing(page, "Борис").textContent()).toContain("14:00–15:00");
    expect(await page.evaluate("window.STAYED")).toBe(true);
  });

  it("what is typed stays when another takes the time, and nothing is offered for it any more", async () => {
    const slotId = await slotAt(maria, 19);
    await thing(page, "19:00–20:00").click();
    await page.fill("#book-client", "8 900 555-44-33");
    await page.fill("#book-name", "Зоя");
    const guest = await makeClient(app, "Раиса");
    await makeBooking(app, { clientId: guest, serviceId, slotId });
    await page.locator(".ok-cal-book", { hasText: "Это время только что заняли" }).waitFor();
    expect(await page.inputValue("#book-name")).toBe("Зоя");
    expect(await page.locator(".ok-cal-sheet .ok-cal-buttons button").count()).toBe(0);
  });

  it("what is typed and not sent is not lost by Escape, by a press beside it or by another thing opened", async () => {
    const question = page.getByRole("dialog", { name: "Закрыть и потерять написанное?" });
    await page.keyboard.press("Escape");
    await question.waitFor();
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "detached" });
    await thing(page, "Борис").click();
    await question.getByRole("button", { name: "Вернуться" }).click();
    expect(await page.inputValue("#book-name")).toBe("Зоя");
    await page.getByRole("button", { name: "Закрыть панель" }).last().click();
    await question.getByRole("button", { name: "Закрыть и потерять" }).click();
    await page.locator(".ok-cal-sheet").waitFor({ state: "detached" });
    expect(await question.count()).toBe(0);
  });

  it("a hold that somebody pulls at stays, and says why", async () => {
    await dragHours(thing(page, "Борис"), -1);
    await page.getByText(/Запись ждёт оплаты: перенести её можно/).waitFor();
    const notice = await boxOf(page.locator("[data-css=notice-wrapper]"));
    expect(notice.y + notice.height).toBeLessThanOrEqual((await boxOf(page.locator(".ok-cal-grid"))).y);
    const close = page.getByRole("button", { name: "Закрыть панель" }).last();
    if (await page.locator(".ok-cal-sheet").count()) await close.click();
  });

  it("CX-7: a booking dropped on a free slot opens the move with that time; elsewhere it is refused", async () => {
    await dragHours(thing(page, NAME), 4.5);
    await page.getByText("Здесь нет свободного окошка").waitFor();
    await dragHours(thing(page, NAME), 2);
    await page.locator(".ok-cal-sheet form.ok-form").waitFor();
    await until(() => page.inputValue("[name=slotId]")).toBe(late);
    await page.fill("[name=reason]", "мастер заболел");
    await page.locator(".ok-cal-sheet button[type=submit]").click();
    await thing(page, "17:00–18:00").filter({ hasText: NAME }).waitFor();
  });

  it("CX-6: cancelling says what it means before it is done; a note stays with the booking", async () => {
    await thing(page, NAME).click();
    await page.locator(".ok-cal-client", { hasText: NAME }).waitFor();
    await page.getByRole("button", { name: "Заметка" }).click();
    await page.fill("[name=note]", "аллергия на лак");
    await page.locator(".ok-cal-sheet button[type=submit]").click();
    await page.locator(".ok-cal-sheet .ok-cal-note", { hasText: "аллергия на лак" }).waitFor();
    await thing(page, "заметка").waitFor();
    await page.locator(".ok-cal-sheet").getByRole("button", { name: "Отменить" }).click();
    await page.getByText("Возвращать нечего").waitFor();
    await page.fill("[name=reason]", "закрыты");
    await page.locator(".ok-cal-sheet button[type=submit]").click();
    await thing(page, "17:00–18:00").filter({ hasText: "свободно" }).waitFor();
    expect(await thing(page, NAME).count()).toBe(0);
    expect(number).toBe(1);
  });

  it("SL-4: time off is counted, taken and lifted; the bookings in it are offered to be moved", async () => {
    await page.getByRole("button", { name: "+ Окошки" }).click();
    await page.getByRole("button", { name: "Выходной" }).click();
    await page.getByRole("checkbox", { name: "Мария Орлова" }).check();
    await page.fill("[name=fromTime]", "09:00");
    await page.fill("[name=toTime]", "16:00");
    await page.fill("[name=reason]", "врач");
    await page.getByRole("button", { name: "Посчитать" }).click();
    await page.getByText(/Закроется: 1 свободное окошко\..*Жанна/).waitFor();
    await page.setViewportSize({ width: 1280, height: 560 });
    await page.locator(".ok-cal-sheet button[type=submit]").click();
    // The bookings stand in the sheet at once; what was done is said in whole.
    await page.locator(".ok-cal-sheet .ok-cal-chosen", { hasText: "Жанна" }).waitFor();
    await page.locator(".ok-cal-sheet").getByRole("button", { name: "Перенести" }).waitFor();
    const told = page.locator("[data-css=notice-wrapper] > *").last();
    const [isWhole, bottom] = await told.evaluate((one) => [
      one.scrollHeight <= one.clientHeight + 1,
      one.getBoundingClientRect().bottom,
    ]);
    expect(isWhole).toBe(true);
    expect(bottom).toBeLessThanOrEqual(560);
    await page.setViewportSize({ width: 1280, height: 900 });
    await until(() => thing(page, "не работает").count()).toBe(3);
    await page.getByRole("button", { name: "Снять: снова работает" }).click();
    await page.getByText("Снова открыто: 1 окошко").waitFor();
    await thing(page, "09:00–10:30").waitFor();
  });

  it("says that the server does not answer, keeps what was shown, and comes back by itself", async () => {
    await page.route("**/admin/api/pages/calendar*", (route) => route.abort());
    await page.getByText("Нет связи с сервером").waitFor();
    expect(await thing(page, "Жанна").count()).toBe(1);
    await page.unroute("**/admin/api/pages/calendar*");
    await page.getByText("Нет связи с сервером").waitFor({ state: "detached" });
  });

  it("EP-3, PY-7: a visit is marked, paid and given back from one sheet, which stays and says how it stands", async () => {
    const noon = present(instantAt(day, 12 * 60 + 30, ZONE), "an hour without a clock change");
    Object.assign(app, { clock: { now: () => noon } });
    await page.goto(address);
    await thing(page, "Жанна").click();
    await page.getByRole("button", { name: "Клиент пришёл" }).click();
    await page.locator(".ok-cal-sheet button[type=submit]").click();
    await page.locator(".ok-cal-completed", { hasText: "✓ Жанна" }).waitFor();
    const sheet = page.locator(".ok-cal-sheet");
    await sheet.locator(".ok-cal-primary", { hasText: "Оплата на месте" }).click();
    await sheet.locator("button[type=submit]").click();
    await sheet.locator(".ok-cal-money", { hasText: /Оплачено\s*1.500,00/ }).waitFor();
    expect(await sheet.getByRole("button", { name: "Оплата на месте" }).count()).toBe(0);
    await sheet.getByRole("button", { name: "Вернуть деньги" }).click();
    await page.fill("[name=reason]", "не понравилось");
    await sheet.locator("button[type=submit]").click();
    await sheet.locator(".ok-cal-money", { hasText: /Возвращено\s*−1.500,00/ }).waitFor();
    expect(await sheet.locator(".ok-cal-primary").count()).toBe(0);
    await sheet.getByText("Ещё…").click();
    await sheet.getByRole("button", { name: "Записать оплату снова" }).click();
    await sheet.getByText("Больше от клиента ничего не ждём").waitFor();
    expect(await page.inputValue("[name=amount]")).toBe("");
    expect(await thing(page, "12:00–13:00").count()).toBe(1);
    expect(await page.locator(".ok-cal-now").count()).toBe(2);
    Object.assign(app, { clock: systemClock });
  });

  it("asks no other host for anything and fails nowhere", () => {
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });
});

describe("on a phone", () => {
  it("a day fits into the width, a press opens a sheet from below, nothing runs off the edge", async () => {
    const phone = await openPage({
      timezoneId: "Europe/Moscow",
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await signInAt(phone.page, address, owner);
    await thing(phone.page, "Жанна").first().waitFor();
    const width = () => phone.page.evaluate("document.documentElement.scrollWidth");
    expect(await width()).toBeLessThanOrEqual(390);
    await thing(phone.page, "Жанна").tap();
    const sheet = phone.page.locator(".ok-cal-sheet", {
      has: phone.page.locator("a[href='tel:+79001234567']"),
    });
    await sheet.waitFor();
    const box = await boxOf(sheet);
    expect([box.x, box.width, box.y + box.height]).toEqual([0, 390, 844]);
    expect(box.y).toBeGreaterThan(60);
    await sheet.getByRole("button", { name: "Заметка" }).tap();
    await phone.page.fill("[name=note]", "просит потише");
    await phone.page.locator(".ok-cal-sheet button[type=submit]").tap();
    await sheet.locator(".ok-cal-note", { hasText: "просит потише" }).waitFor();
    const notice = await boxOf(phone.page.locator("[data-css=notice-wrapper] > :last-child"));
    expect(notice.y + notice.height).toBeLessThanOrEqual((await boxOf(sheet)).y);
    await phone.page.getByRole("button", { name: "Закрыть панель" }).last().tap();
    for (const name of ["Неделя", "Месяц", "Список"]) {
      await phone.page.getByRole("button", { name }).tap();
      await until(width).toBeLessThanOrEqual(390);
    }
    expect(phone.faults).toEqual([]);
  });
});
