import { expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
granted(await changeSetting(app, { key: "business.name", typed: "Студия Сирень", actor: OPERATOR }));
const specialistId = await makeSpecialist(app, "Мария Орлова");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Анна Белова");
const slotId = await makeSlot(app, specialistId, 30);
const { id, number } = await makeBooking(app, { clientId, serviceId, slotId });
const owner = await makeStaff(app, { role: "owner" });
const { page, faults } = await openPage({});

/** The machine may be busy with other things. */
const title = () =>
  expect.poll(async () => (await page.title()).replaceAll("\u00a0", " "), { timeout: 15_000 });

it("the browser's tab is called by the page, by whom it is about, and by the business", async () => {
  await signInAt(page, `${url}/admin`, owner);
  await title().toBe("Сегодня — Студия Сирень");
  const booking = `${url}/admin/resources/Booking/records/${id}`;
  for (const [address, called] of [
    [`${url}/admin/pages/calendar`, "Календарь"],
    [`${url}/admin/resources/Booking`, "Записи"],
    [`${booking}/show`, `Запись № ${number}`],
    [`${booking}/cancelBooking`, `Отменить: Запись № ${number}`],
    [`${url}/admin/resources/Client/records/${clientId}/show`, "Анна Белова"],
    [`${url}/admin/pages/client?id=${clientId}`, "Анна Белова"],
  ] as const) {
    await page.goto(address);
    await title().toBe(`${called} — Студия Сирень`);
  }
});

it("it follows the way from page to page, without a reload and back", async () => {
  await page.getByRole("link", { name: "Календарь" }).click();
  await title().toBe("Календарь — Студия Сирень");
  await page.getByRole("link", { name: "Деньги", exact: true }).click();
  await title().toBe("Деньги — Студия Сирень");
  await page.goBack();
  await page.goBack();
  await title().toBe("Анна Белова — Студия Сирень");
  expect(faults).toEqual([]);
});
