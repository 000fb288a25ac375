import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { addSlot } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { minutesAfter } from "../../src/core/kernel/instant.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf, instantAt, type LocalDay, plusDays, weekdayOf } from "../../src/core/kernel/local-day.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { boxOf, openPage, signInAt, until } from "./browser-under-test.ts";

const ZONE = "Europe/Moscow";
const db = await testDatabase();
const { app, url } = await startPanel(db);
const maria = await makeSpecialist(app, "Мария Орлова");
const today = dayOf(app.clock.now(), ZONE);
/** A week that has not begun: its Monday. */
const monday = plusDays(today, 8 - weekdayOf(today));

async function slotAt(day: LocalDay, hour: number): Promise<string> {
  const startsAt = present(instantAt(day, hour * 60, ZONE), "an hour without a clock change");
  const stretch = { startsAt, endsAt: minutesAfter(startsAt, 60) };
  return granted(await addSlot(app, { ...stretch, specialistId: maria, kind: "regular", actor: OPERATOR }))
    .id;
}
await slotAt(monday, 10);
const [friday, saturday] = [plusDays(monday, 4), plusDays(monday, 5)];
const serviceId = await makeService(app, "Стрижка");
const booked = await slotAt(friday, 12);
await slotAt(saturday, 14);
await makeSpecialist(app, "Анна Белова");
const clientId = await makeClient(app, "Вера");
await makeBooking(app, { clientId, serviceId, slotId: booked });

const owner = await makeStaff(app, { role: "owner" });
const { page, faults } = await openPage({ viewport: { width: 1280, height: 800 } });
const addressOf = (view: string, day: LocalDay) => `${url}/admin/pages/calendar?view=${view}&date=${day}`;
await signInAt(page, addressOf("day", monday), owner);

const sheet = page.locator(".ok-cal-sheet");
const thing = (text: string): Locator => page.locator(".ok-cal-grid .ec-event", { hasText: text });

it("undoing a time off closes the panel that told of it, and nothing red is left", async () => {
  await page.getByRole("button", { name: "+ Окошки" }).click();
  await sheet.getByRole("button", { name: "Выходной" }).click();
  await sheet.getByLabel("Мария Орлова").check();
  await sheet.locator("[name=reason]").fill("врач");
  await sheet.locator("button[type=submit]").click();
  await thing("не работает").first().click();
  await sheet.getByText("Записей в это время нет.").waitFor();
  await page.getByRole("button", { name: /Отменить: не работает/ }).click();
  await until(() => sheet.count()).toBe(0);
  await thing("10:00").first().waitFor();
  await page.getByRole("button", { name: "Месяц" }).click();
  expect(await sheet.count()).toBe(0);
  expect(faults).toEqual([]);
});

/** Whether a thing is seen: in the grid, right of the hours and left of the sheet. */
async function isSeen(of: Locator): Promise<boolean> {
  const [box, grid] = [await boxOf(of), await boxOf(page.locator(".ok-cal-grid"))];
  const side = await boxOf(page.locator(".ec-header .ec-sidebar"));
  return box.x >= grid.x + side.width - 1 && box.x + box.width <= grid.x + grid.width + 1;
}

it("CX-7: a booking dragged to another day is seen beside its form, and so is where it would go", async () => {
  await page.goto(addressOf("week", monday));
  const [from, to] = [await boxOf(thing("Вера")), await boxOf(thing("14:00"))];
  await page.mouse.move(from.x + from.width / 2, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(to.x + 10, to.y + 10, { steps: 8 });
  await page.mouse.move(to.x + to.width / 2, to.y + 12, { steps: 8 });
  await page.mouse.up();
  await sheet.locator("[name=slotId]").waitFor();
  await until(() => isSeen(thing("Вера"))).toBe(true);
  await until(() => isSeen(thing("14:00"))).toBe(true);
});

const focused = () =>
  page.evaluate(() => {
    const at = document.activeElement;
    const label = at?.closest("label")?.textContent ?? at?.textContent ?? "";
    return `${at?.tagName} ${label}`.replace(/\s+/g, " ").trim();
  });

/** By the keyboard alone from the page's start to the first thing that stands in the calendar. */
async function intoGrid(): Promise<string> {
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("A К содержанию");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("BUTTON К окошкам и записям");
  await page.keyboard.press("Enter");
  return focused();
}

it("by the keyboard a few presses lead into the grid, the list and the month", async () => {
  for (const [view, first] of [
    ["day", /^ARTICLE 10:00.*свободно/],
    ["list", /^ARTICLE 10:00.*свободно/],
    ["month", /^BUTTON \d+/],
  ] as const) {
    await page.goto(addressOf(view, monday));
    await page.locator(".ok-cal-body :is(.ec-event, [data-day])").first().waitFor();
    expect(await intoGrid()).toMatch(first);
  }
});

it("PY-8: a client who is chosen with Enter hands the focus on to the service", async () => {
  await page.goto(addressOf("day", monday));
  await thing("10:00").first().waitFor();
  await intoGrid();
  await page.keyboard.press("Enter");
  await sheet.locator("#book-client").fill("Вер");
  await sheet.getByRole("option", { name: /Вера/ }).waitFor();
  await page.keyboard.press("Enter");
  await sheet.getByRole("button", { name: "сменить" }).waitFor();
  expect(await focused()).toMatch(/^INPUT Стрижка/);
});

it("a slot tells whose it is, and the focus stays in its place when it is booked by the keyboard", async () => {
  await slotAt(monday, 13);
  await page.goto(addressOf("day", monday));
  const slot = page.locator('.ec-event[aria-label="13:00–14:00, свободно, Мария Орлова"]');
  await slot.focus();
  await page.keyboard.press("Enter");
  await sheet.locator("#book-client").fill("Вер");
  await sheet.getByRole("option", { name: /Вера/ }).waitFor();
  await page.keyboard.press("Enter");
  await sheet.getByRole("button", { name: "сменить" }).waitFor();
  await page.keyboard.press("Enter");
  await until(() => sheet.count()).toBe(0);
  await until(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toMatch(
    /^13:00–14:00, Вера, .*Стрижка.*, Мария Орлова$/,
  );
});

it("SL-1: a stretch drawn over what stands there already is said to clash at once, and no more once it is moved", async () => {
  await page.goto(addressOf("day", monday));
  const { x, y } = await boxOf(thing("10:00").first());
  await page.mouse.move(x + 40, y - 20);
  await page.mouse.down();
  await page.mouse.move(x + 40, y + 20, { steps: 4 });
  await page.mouse.move(x + 40, y + 80, { steps: 4 });
  await page.mouse.up();
  await sheet.getByText("Так не сохранится. У специалиста уже есть окошко на это время.").waitFor();
  await sheet.locator("[name=time]").fill("15:00");
  await until(() => sheet.getByText("Так не сохранится").count()).toBe(0);
  expect(await sheet.locator("[name=time]").inputValue()).toBe("15:00");
  expect(faults).toEqual([]);
});
