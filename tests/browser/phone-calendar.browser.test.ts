import { randomUUID } from "node:crypto";
import type { Locator } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { holdSlot } from "../../src/core/booking/index.ts";
import { addSlot } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { minutesAfter } from "../../src/core/kernel/instant.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf, instantAt, plusDays, weekdayOf } from "../../src/core/kernel/local-day.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeClient, makeService, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt, until } from "./browser-under-test.ts";

const ZONE = "Europe/Moscow";
const db = await testDatabase();
const { app, url } = await startPanel(db);
const anna = await makeSpecialist(app, "Анна Белова");
await makeSpecialist(app, "Мария Орлова");
const serviceId = await makeService(app, "Стрижка");
const day = plusDays(dayOf(app.clock.now(), ZONE), 2);
const startsAt = present(instantAt(day, 12 * 60, ZONE), "an hour without a clock change");
const common = { specialistId: anna, kind: "regular", actor: OPERATOR } as const;
const slotId = granted(await addSlot(app, { ...common, startsAt, endsAt: minutesAfter(startsAt, 60) })).id;
const clientId = await makeClient(app, "Александра Константинопольская-Преображенская");
granted(await holdSlot(app, { bookingId: randomUUID(), clientId, serviceId, slotId }));
const owner = await makeStaff(app, { role: "owner" });
const { page, faults } = await openPage({
  ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
});
const today = dayOf(app.clock.now(), ZONE);
const thing = (text: string): Locator => page.locator(".ok-cal-grid .ec-event", { hasText: text });

beforeAll(async () => {
  await signInAt(page, `${url}/admin/pages/calendar?view=week&date=${day}`, owner);
  await thing("Александра").waitFor();
});

it("PY-1: how long a hold still waits is read in the narrowest column, whatever the client's name", async () => {
  const lineOf = (one: Element) => {
    const inside = one.getBoundingClientRect();
    const line = one.querySelector(".ok-cal-line");
    const box = line?.getBoundingClientRect();
    return { text: line?.textContent ?? "", isWhole: box !== undefined && box.bottom <= inside.bottom };
  };
  await until(() => thing("Александра").evaluate(lineOf)).toMatchObject({ isWhole: true });
  expect((await thing("Александра").evaluate(lineOf)).text).toMatch(/^ещё \d+ мин/);
  expect(faults).toEqual([]);
});

it("another week begins at its first column, this one at today's, wherever one had scrolled to", async () => {
  const main = page.locator(".ok-cal-grid .ec-main");
  const far = () =>
    main.evaluate((one) => {
      one.scrollLeft = one.scrollWidth;
      return one.scrollLeft;
    });
  const scrolled = () => main.evaluate(({ scrollLeft }) => scrollLeft);
  const isInSight = async (of: string) => {
    const box = await page.locator(`.ok-cal-grid .ec-header time[datetime^="${of}"]`).first().boundingBox();
    return box !== null && box.x >= 0 && box.x + box.width <= 390;
  };
  const firstDay = plusDays(today, 8 - weekdayOf(today));
  await page.goto(`${url}/admin/pages/calendar?view=week`);
  for (const whose of ["Все", "Анна Белова"]) {
    await page.getByRole("button", { name: whose, exact: true }).tap();
    await until(() => isInSight(today)).toBe(true);
    await until(async () => (await far()) > 300).toBe(true);
    await page.getByRole("button", { name: "Позже" }).tap();
    await until(() => isInSight(firstDay)).toBe(true);
    expect(await scrolled()).toBe(0);
    await far();
    await page.getByRole("button", { name: "Сегодня", exact: true }).tap();
    await until(() => isInSight(today)).toBe(true);
  }
  expect(faults).toEqual([]);
});

it("what was done is said beside the way to take it back: both are seen, and pressed, at once", async () => {
  await page.goto(`${url}/admin/pages/calendar?view=day&date=${day}`);
  await thing("Александра").waitFor();
  await page.getByRole("button", { name: "+ Окошки" }).tap();
  await page.fill(".ok-cal-sheet [name=time]", "15:00");
  await page.locator(".ok-cal-sheet [name=specialistId]").selectOption({ label: "Анна Белова" });
  await page.locator(".ok-cal-sheet button[type=submit]").tap();
  const notice = page.locator("[data-css=notice-wrapper] > *").last();
  const undo = page.getByRole("button", { name: /Отменить/ });
  await notice.waitFor();
  await undo.waitFor();
  const [said, pill] = [await notice.boundingBox(), await undo.boundingBox()];
  expect((said?.y ?? 0) + (said?.height ?? 999)).toBeLessThanOrEqual(pill?.y ?? 0);
  await undo.tap();
  await thing("15:00").waitFor({ state: "detached" });
});

it("in the form of an action the client is asked for in the width of the other fields, and shown whole", async () => {
  await page.goto(`${url}/admin/resources/Booking/actions/bookClient`);
  await page.fill("#book-client", "Александра");
  const right = async (selector: string) => {
    const box = await page.locator(selector).first().boundingBox();
    return Math.round((box?.x ?? 0) + (box?.width ?? 999));
  };
  expect(await right("#book-client")).toBe(await right("[name=serviceId]"));
  await page.locator(".ok-cal-found button").first().tap();
  const change = page.getByRole("button", { name: "сменить" });
  const [who, button] = [await page.locator(".ok-cal-chosen b").boundingBox(), await change.boundingBox()];
  expect((who?.x ?? 0) + (who?.width ?? 999)).toBeLessThanOrEqual(button?.x ?? 0);
  expect(await right(".ok-cal-chosen")).toBe(await right("[name=serviceId]"));
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
});

it("what the colours mean is offered in whole beside two specialists", async () => {
  await page.goto(`${url}/admin/pages/calendar?view=day&date=${day}`);
  const legend = page.locator(".ok-cal-legend summary");
  await legend.waitFor();
  const box = await legend.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
  expect(await legend.getAttribute("aria-label")).toBe("Что значат цвета");
  await legend.tap();
  await page.getByText("бледное — уже прошло").waitFor();
  const list = await page.locator(".ok-cal-legend ul").boundingBox();
  expect(list?.x).toBeGreaterThanOrEqual(0);
  expect((list?.x ?? 0) + (list?.width ?? 999)).toBeLessThanOrEqual(390);
});

it("today opens at now, and at its first hour while it is early", async () => {
  const { clock } = app;
  await page.setViewportSize({ width: 390, height: 560 });
  const opened = async (view: string, hour: number) => {
    const now = present(instantAt(today, hour * 60, ZONE), "an hour without a clock change");
    Object.assign(app, { clock: { now: () => now } });
    await page.goto(`${url}/admin/pages/calendar?view=${view}`);
    await page.locator(".ok-cal-grid .ec-body").waitFor();
    return () =>
      page.evaluate(() => {
        const main = document.querySelector(".ok-cal-grid .ec-main");
        const line = document.querySelector(".ok-cal-grid .ok-cal-now");
        if (!main || !line) return { top: main?.scrollTop, share: undefined };
        const head = main.querySelector(".ec-header")?.clientHeight ?? 0;
        const box = main.getBoundingClientRect();
        const place = line.getBoundingClientRect().top - box.top - head;
        return { top: main.scrollTop, share: Math.round((place / (box.height - head)) * 100) };
      });
  };
  for (const view of ["day", "week"]) {
    const noon = await opened(view, 14);
    await until(async () => (await noon()).share).toBeLessThanOrEqual(34);
    expect((await noon()).share).toBeGreaterThanOrEqual(0);
    expect((await noon()).top).toBeGreaterThan(0);
    const early = await opened(view, 8);
    await until(async () => (await early()).top).toBe(0);
  }
  Object.assign(app, { clock });
});
