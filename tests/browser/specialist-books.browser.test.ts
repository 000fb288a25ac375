import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { dayOf } from "../../src/core/kernel/local-day.ts";
import { enterClient } from "../../src/core/people/index.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Мария Орлова");
await makeService(app, "Стрижка");
granted(await enterClient(app, { phone: "+79001234567", name: "Вера Павлова", actor: OPERATOR }));
// The hour that goes on now; no use case makes a slot of it any more.
await db.pool.query(
  `INSERT INTO slots (id, specialist_id, starts_at, ends_at, kind, state, created_at)
   VALUES ($1, $2, date_trunc('hour', now()), date_trunc('hour', now()) + interval '2 hours', 'regular', 'open', now())`,
  [randomUUID(), specialistId],
);
await makeSlot(app, specialistId, 48);
const maria = await makeStaff(app, { role: "specialist", name: "Мария", specialistId });
const { page, faults } = await openPage({ viewport: { width: 390, height: 844 } });

it("PE-3: a specialist books who sits down, by phone and name in full, marks the visit and books the next one", async () => {
  const today = dayOf(app.clock.now(), "Europe/Moscow");
  await signInAt(page, `${url}/admin/pages/calendar?view=day&date=${today}`, maria);
  await page.locator(".ok-cal-grid .ec-event", { hasText: "идёт, свободно" }).first().click();
  await page.getByText("Записать пришедшего клиента").waitFor({ timeout: 30_000 });
  expect(await page.getByRole("combobox").count()).toBe(0);
  await page.getByLabel("Телефон клиента").fill("8 900 123-45-67");
  await page.locator(".ok-cal-book button[type=submit]").click();
  await page.getByText("Напишите имя клиента.").waitFor();
  await page.getByLabel("Имя клиента").fill("Верочка");
  await page.keyboard.press("Enter");

  await page.getByRole("button", { name: "Клиент пришёл" }).click({ timeout: 30_000 });
  await page.locator(".ok-cal-sheet form button[type=submit], .ok-cal-sheet .ok-form button").last().click();
  await page.getByRole("heading", { name: "Вера Павлова" }).waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Записать снова" }).click({ timeout: 30_000 });
  await page.getByText("Услуга прежняя").waitFor();
  await page.getByLabel("Время").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Записать", exact: true }).click();
  await page.getByText(/^Запись № 2: .+, Мария Орлова\.$/).waitFor();
  expect(faults).toEqual([]);
});

it("PE-3: a specialist's own lists open without asking for what is closed to them, and say nothing of lost rights", async () => {
  const refused: string[] = [];
  page.on("response", (answer) => {
    if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`);
  });
  for (const list of ["Booking", "Slot"]) {
    await page.goto(`${url}/admin/resources/${list}`, { waitUntil: "networkidle" });
    await page.getByRole("row").nth(1).waitFor({ timeout: 30_000 });
  }
  expect(refused).toEqual([]);
  expect(await page.getByText("Это вам больше недоступно").count()).toBe(0);
});
