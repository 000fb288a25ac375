import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { dayOf } from "../../src/core/kernel/local-day.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { makeClient, makeService, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Мария Орлова");
await makeService(app, "Стрижка");
await makeClient(app, "Вера Павлова");
// The hour that goes on now; no use case makes a slot of it any more.
await db.pool.query(
  `INSERT INTO slots (id, specialist_id, starts_at, ends_at, kind, state, created_at)
   VALUES ($1, $2, date_trunc('hour', now()), date_trunc('hour', now()) + interval '2 hours', 'regular', 'open', now())`,
  [randomUUID(), specialistId],
);
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });
const { page, faults } = await openPage({ viewport: { width: 1280, height: 900 } });

it("SL-4: a slot that has begun is pressed, whoever walked in is booked, and the visit is marked next", async () => {
  const today = dayOf(app.clock.now(), "Europe/Moscow");
  await signInAt(page, `${url}/admin/pages/calendar?view=day&date=${today}`, owner);
  await page.locator(".ok-cal-grid .ec-event", { hasText: "идёт, свободно" }).first().click();
  await page.getByText("Записать пришедшего клиента").waitFor({ timeout: 30_000 });
  await page.getByText("уже идёт, никто не записан").waitFor();
  expect(await page.getByText("по ссылке, запись ждёт оплаты").count()).toBe(0);
  await page.locator(".ok-cal-book input").first().fill("Вера");
  await page.getByText("Вера Павлова").first().click();
  await page.locator(".ok-cal-book button[type=submit]").click();
  await page.getByRole("button", { name: "Клиент пришёл" }).waitFor({ timeout: 30_000 });
  expect(faults).toEqual([]);
});
