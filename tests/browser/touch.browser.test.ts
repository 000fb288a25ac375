import type { CDPSession, Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { addSlot } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { minutesAfter } from "../../src/core/kernel/instant.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf, instantAt, plusDays } from "../../src/core/kernel/local-day.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { boxOf, openPage, signInAt, until } from "./browser-under-test.ts";

const ZONE = "Europe/Moscow";
const db = await testDatabase();
const { app, url } = await startPanel(db);
const anna = await makeSpecialist(app, "Анна Белова");
const maria = await makeSpecialist(app, "Мария Орлова");
const serviceId = await makeService(app, "Стрижка");
const day = plusDays(dayOf(app.clock.now(), ZONE), 2);

async function slotAt(specialistId: string, hour: number): Promise<string> {
  const startsAt = present(instantAt(day, hour * 60, ZONE), "an hour without a clock change");
  const common = { specialistId, kind: "regular", actor: OPERATOR } as const;
  return granted(await addSlot(app, { ...common, startsAt, endsAt: minutesAfter(startsAt, 60) })).id;
}

const moved = await slotAt(anna, 10);
const resized = await slotAt(maria, 9);
const across = await slotAt(anna, 13);
const booked = await slotAt(anna, 15);
const target = await slotAt(maria, 16);
await makeBooking(app, { clientId: await makeClient(app, "Вера"), serviceId, slotId: booked });
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });

const { page, faults } = await openPage({
  ...{ timezoneId: "Asia/Vladivostok", viewport: { width: 390, height: 844 } },
  ...{ hasTouch: true, isMobile: true },
});
let finger: CDPSession;
const thing = (text: string): Locator => page.locator(".ok-cal-grid .ec-event", { hasText: text });

beforeAll(async () => {
  await signInAt(page, `${url}/admin/pages/calendar?view=day&date=${day}`, owner);
  await thing("Вера").waitFor();
  finger = await page.context().newCDPSession(page);
});

type Point = { readonly x: number; readonly y: number };
const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: readonly Point[]) =>
  finger.send("Input.dispatchTouchEvent", { type, touchPoints: [...points] });

/** How long a finger has to lie before it drags; a little more than the calendar asks for. */
const LONG_MS = 450;
/** Where a slot of so many pixels an hour stands. */
const HOUR_PIXELS = 52;
const STEPS = 10;

async function slide(from: Point, to: Point): Promise<void> {
  for (let step = 1; step <= STEPS; step += 1)
    await touch("touchMove", [
      { x: from.x + ((to.x - from.x) * step) / STEPS, y: from.y + ((to.y - from.y) * step) / STEPS },
    ]);
}

/** A finger that lies still until the calendar takes hold, and then moves. */
async function longDrag(from: Point, to: Point): Promise<void> {
  await touch("touchStart", [from]);
  await page.waitForTimeout(LONG_MS);
  await slide(from, to);
  await touch("touchEnd", []);
}

const middleOf = async (of: Locator): Promise<Point> => {
  const box = await boxOf(of);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

async function standing(slotId: string): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ at: string }>(
    `SELECT to_char(starts_at AT TIME ZONE 'Europe/Moscow', 'HH24:MI') || ' '
       || extract(epoch FROM ends_at - starts_at) / 60 || ' ' || specialist_id AS at
     FROM slots WHERE id = $1`,
    [slotId],
  );
  return rows[0]?.at.replace(/\.0+/, "");
}
const scrolled = () =>
  page
    .locator(".ok-cal-grid .ec-main")
    .evaluate((main) => main.scrollTop)
    .catch(() => 0);

describe("with a finger on a phone", () => {
  it("a quick move scrolls the calendar and moves nothing", async () => {
    const before = await scrolled();
    const from = await middleOf(thing("13:00–14:00"));
    await touch("touchStart", [from]);
    await slide(from, { x: from.x, y: from.y - 90 });
    await touch("touchEnd", []);
    await until(scrolled).toBeGreaterThan(before);
    expect(await standing(across)).toBe(`13:00 60 ${anna}`);
    await page.locator(".ok-cal-grid .ec-main").evaluate((main) => main.scrollTo(0, 0));
    await until(scrolled).toBe(0);
  });

  it("SL-1: a long press takes a free slot, and it goes where the finger goes", async () => {
    const from = await middleOf(thing("10:00–11:00"));
    await longDrag(from, { x: from.x, y: from.y + HOUR_PIXELS });
    await until(() => standing(moved)).toBe(`11:00 60 ${anna}`);
    expect(await page.locator(".ok-cal-sheet").count()).toBe(0);
  });

  it("SL-1: and to another specialist's column", async () => {
    const from = await middleOf(thing("13:00–14:00"));
    const to = await middleOf(thing("09:00–10:00"));
    await longDrag(from, { x: to.x, y: from.y });
    await until(() => standing(across)).toBe(`13:00 60 ${maria}`);
  });

  it("its lower edge makes it longer", async () => {
    const box = await boxOf(thing("09:00–10:00"));
    const from = { x: box.x + box.width / 2, y: box.y + box.height - 3 };
    await longDrag(from, { x: from.x, y: from.y + HOUR_PIXELS / 2 });
    await until(() => standing(resized)).toBe(`09:00 90 ${maria}`);
  });

  it("CX-7: a booking is taken to a free slot: the move opens with that time", async () => {
    await page.locator(".ok-cal-grid .ec-main").evaluate((main) => main.scrollTo(0, 200));
    const from = await middleOf(thing("Вера"));
    const to = await middleOf(thing("16:00–17:00"));
    await longDrag(from, { x: to.x, y: to.y });
    await page.locator(".ok-cal-sheet form.ok-form").waitFor();
    await until(() => page.inputValue("[name=slotId]")).toBe(target);
    await page.getByRole("button", { name: "Закрыть панель" }).last().tap();
    await page.locator(".ok-cal-sheet").waitFor({ state: "detached" });
  });

  it("a long press on empty time, drawn over it, fills the form of a new slot", async () => {
    const above = await boxOf(thing("16:00–17:00"));
    const from = { x: above.x + above.width / 2, y: above.y + above.height + HOUR_PIXELS + 4 };
    await longDrag(from, { x: from.x, y: from.y + HOUR_PIXELS * 1.5 - 8 });
    await page.locator(".ok-cal-sheet form.ok-form").waitFor();
    expect(await page.inputValue("[name=time]")).toBe("18:00");
    expect(await page.inputValue("[name=length]")).toBe("90");
    expect(await page.inputValue("[name=specialistId]")).toBe(maria);
    await page.getByRole("button", { name: "Добавить окошко" }).tap();
    await thing("18:00–19:30").waitFor();
  });

  it("a tap opens what it is on, and on empty time the form; nothing breaks", async () => {
    await thing("Вера").tap();
    await page.locator(".ok-cal-sheet", { hasText: "Вера" }).waitFor();
    await page.getByRole("button", { name: "Закрыть панель" }).last().tap();
    expect(faults).toEqual([]);
  });
});
