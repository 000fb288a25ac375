import { expect, it } from "vitest";
import { addSlot } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { minutesAfter } from "../../src/core/kernel/instant.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf, instantAt, plusDays } from "../../src/core/kernel/local-day.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeService, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { boxOf, openPage, signInAt, until } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const day = plusDays(dayOf(app.clock.now(), "Europe/Moscow"), 2);
await makeService(app, "Стрижка");
for (let one = 1; one <= 7; one += 1) {
  const specialistId = await makeSpecialist(app, `Алёна ${one}`);
  for (const [hour, minutes] of [
    [10, 60],
    [12, 30],
  ] as const) {
    const startsAt = present(instantAt(day, hour * 60, "Europe/Moscow"), "an hour without a clock change");
    const slot = {
      specialistId,
      kind: "regular",
      startsAt,
      endsAt: minutesAfter(startsAt, minutes),
    } as const;
    granted(await addSlot(app, { ...slot, actor: OPERATOR }));
  }
}
const owner = await makeStaff(app, { role: "owner" });
const address = `${url}/admin/pages/calendar?view=day&date=${day}`;
const desktop = await openPage({ viewport: { width: 1280, height: 800 } });
const phone = await openPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
await signInAt(desktop.page, address, owner);
await signInAt(phone.page, address, owner);

it("what stands in a narrow column is read whole: the time, and on its own line what it is", async () => {
  for (const { page } of [desktop, phone]) {
    const event = page.locator(".ok-cal-grid .ec-event");
    await until(() => event.count()).toBe(14);
    const cut = await event.evaluateAll(
      (all) =>
        all.flatMap((one) => {
          const { right } = one.getBoundingClientRect();
          const words = [...one.querySelectorAll(".ok-cal-title, .ok-cal-time")];
          return words.filter(
            (word) =>
              word.getBoundingClientRect().right > right - 2 || word.scrollWidth > word.clientWidth + 1,
          );
        }).length,
    );
    expect(cut).toBe(0);
  }
});

it("SL-5: what was made for other days by a pattern is shown at once", async () => {
  const { page } = desktop;
  const [from, to] = [plusDays(day, 20), plusDays(day, 26)];
  await page.getByRole("button", { name: "+ Окошки" }).click();
  await page.getByRole("button", { name: "По шаблону" }).click();
  await page.locator(".ok-cal-sheet form.ok-form [name=weekdays-1]").waitFor();
  const ticked = () => page.locator(".ok-cal-sheet [name^=specialistIds]:checked").count();
  await page.getByLabel("Все", { exact: true }).check();
  expect(await ticked()).toBe(7);
  await page.getByRole("checkbox", { name: "Алёна 3" }).uncheck();
  expect(await page.locator(".ok-check-all :indeterminate").count()).toBe(1);
  await page.getByLabel("Все", { exact: true }).check();
  expect(await ticked()).toBe(7);
  await page.getByLabel("Все", { exact: true }).uncheck();
  expect(await ticked()).toBe(0);
  await page.getByRole("checkbox", { name: "Алёна 1" }).check();
  await page.fill("[name=from]", from);
  await page.fill("[name=to]", to);
  await page.locator(".ok-cal-sheet button[type=submit]").click();
  await until(() => (new URL(page.url()).searchParams.get("date") ?? "") > day).toBe(true);
  await until(() => page.locator(".ok-cal-grid .ec-event").count()).toBe(9);
  await page.goto(address);
});

it("on a phone what can be undone is whole and leaves the specialists in sight", async () => {
  const { page } = phone;
  const undo = page.getByRole("button", { name: /Отменить/ });
  await undo.waitFor();
  const [pill, chips] = [
    await undo.boundingBox(),
    await page.getByRole("button", { name: "Все", exact: true }).boundingBox(),
  ];
  expect(await undo.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
  expect((pill?.x ?? 0) + (pill?.width ?? 999)).toBeLessThanOrEqual(390);
  expect(pill?.y ?? 0).toBeGreaterThan((chips?.y ?? 999) + (chips?.height ?? 0) - 1);
  expect(chips?.x).toBeLessThan(40);
});

it("a form at the side is seen whole: six fields and the button", async () => {
  const { page } = desktop;
  // AdminJS counts its notices out by this: here they would stay for ever.
  await page.addInitScript("window.setInterval = () => 0");
  await page.goto(address);
  await page.getByRole("button", { name: "+ Окошки" }).click();
  await page.locator(".ok-cal-sheet [name=discountPercent]").waitFor();
  expect(await page.locator(".ok-cal-sheet .ok-form :is(input, select)").count()).toBe(6);
  const submit = await page.locator(".ok-cal-sheet button[type=submit]").boundingBox();
  expect((submit?.y ?? 999) + (submit?.height ?? 0)).toBeLessThanOrEqual(800);
});

it("of what was said one after another the newest stays: over no column, nor over the menu", async () => {
  const { page } = desktop;
  const notices = page.locator("[data-css=notice-wrapper] > *");
  for (const time of ["15:00", "17:00"]) {
    await page.locator(".ok-cal-sheet [name=time]").fill(time);
    await page.locator(".ok-cal-sheet [name=specialistId]").selectOption({ label: "Алёна 2" });
    await page.locator(".ok-cal-sheet button[type=submit]").click();
    await notices.filter({ hasText: time }).waitFor();
    await page.getByRole("button", { name: "+ Окошки" }).click();
  }
  await until(() => notices.allTextContents()).toEqual([expect.stringContaining("17:00")]);
  const [said, grid, menu] = await Promise.all([
    boxOf(notices.first()),
    boxOf(page.locator(".ok-cal-grid")),
    boxOf(page.locator("[data-css=sidebar]")),
  ]);
  expect(said.y + said.height).toBeLessThanOrEqual(grid.y);
  expect(said.x).toBeGreaterThanOrEqual(menu.x + menu.width);
  // Here AdminJS itself would leave it for ever.
  await until(() => notices.count()).toBe(0);
});

it("what a page said is gone with it, and never takes much room", async () => {
  const { page } = desktop;
  await page.locator(".ok-cal-sheet [name=time]").fill("19:00");
  await page.locator(".ok-cal-sheet [name=specialistId]").selectOption({ label: "Алёна 2" });
  await page.locator(".ok-cal-sheet button[type=submit]").click();
  const notices = page.locator("[data-css=notice-wrapper] > *");
  await notices.first().waitFor();
  expect((await notices.first().boundingBox())?.height).toBeLessThanOrEqual(240);
  await page.evaluate("{ const now = Date.now; Date.now = () => now() + 3000; }");
  await page.getByRole("link", { name: "Записи", exact: true }).first().click();
  await page.waitForURL(/resources\/Booking/);
  await until(() => notices.count()).toBe(0);
});
