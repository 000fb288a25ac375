import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBooking } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf } from "../../src/core/kernel/local-day.ts";
import { saveQuickReply } from "../../src/core/notifications/index.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Мария");
const clientId = await makeClient(app, "Вера <b>");
const booked = { clientId, serviceId: await makeService(app, "Стрижка") };
await makeBooking(app, { ...booked, slotId: await makeSlot(app, specialistId, 30) });
const slotId = await makeSlot(app, specialistId, 54);
const later = await makeBooking(app, { clientId, serviceId: await makeService(app, "Укладка"), slotId });
const visit = await findBooking(db, later.id);
await makeSlot(app, specialistId, 56);
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });
for (const [title, text] of [
  ["Ждём", "{имя}, ждём вас: {услуга}"],
  ["Адрес", "Мы здесь: {адрес}"],
] as const)
  granted(await saveQuickReply(app, { quickReplyId: app.newId(), title, text, actor: OPERATOR }));

const SIZES = [
  ["at a desk", { viewport: { width: 1280, height: 800 }, timezoneId: "America/New_York" }],
  ["on a phone", { viewport: { width: 390, height: 844 }, timezoneId: "Asia/Vladivostok" }],
] as const;
const LIST = `${url}/admin/pages/calendar?view=list&date=${dayOf(present(visit, "the later visit").startsAt, "Europe/Moscow")}`;

describe.each(SIZES)("%s", (where, options) => {
  let opened: Awaited<ReturnType<typeof openPage>>;
  const page = () => opened.page;
  beforeAll(async () => {
    opened = await openPage(options);
    await signInAt(opened.page, LIST, owner);
  });
  // Before the panel's server, which waits for whoever still listens to it.
  afterAll(() => opened.page.context().browser()?.close());

  it("the list leaves free time out where that is asked for, and the address keeps it", async () => {
    const free = page().locator(".ok-cal-grid .ec-event", { hasText: "свободно" });
    await free.first().waitFor();
    await page().getByRole("button", { name: "Только записи" }).click();
    await free.first().waitFor({ state: "detached" });
    await page().reload();
    await page().locator(".ok-cal-grid .ec-event", { hasText: "Укладка" }).waitFor();
    expect(await free.count()).toBe(0);
  });

  it("PE-5: a quick reply from a booking is filled in for that booking, read, and sent", async () => {
    await page().locator(".ok-cal-grid .ec-event", { hasText: "Укладка" }).click();
    const sheet = page().locator(".ok-cal-sheet");
    await sheet.getByRole("button", { name: "Написать" }).click();
    const text = sheet.locator("[name=text]");
    const chosen = async (name: string) => {
      await sheet.getByRole("button", { name }).click();
      return text.inputValue();
    };
    expect(await chosen("Ждём")).toBe("Вера <b>, ждём вас: Укладка");
    expect(await chosen("Адрес")).toMatch(/^Мы здесь: /);
    await text.fill(`Здравствуйте! (${where})`);
    expect(await chosen("Ждём")).toBe(`Здравствуйте! (${where})\n\nВера <b>, ждём вас: Укладка`);
    await sheet.locator("button[type=submit]").click();
    await page().getByText("Сообщение отправляется.").waitFor();
    const { rows } = await db.pool.query("SELECT text FROM client_messages ORDER BY created_at DESC LIMIT 1");
    expect(rows[0]).toEqual({ text: `Здравствуйте! (${where})\n\nВера <b>, ждём вас: Укладка` });
    expect(opened.faults).toEqual([]);
  });
});
