import { beforeAll, expect, it } from "vitest";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Мария Орлова");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Анна Смирнова");
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });
const specialist = await makeStaff(app, { role: "specialist", name: "Мария", specialistId });
const BOOKINGS = `${url}/admin/resources/Booking`;

const { page, faults } = await openPage({ viewport: { width: 1280, height: 800 } });
const view = (name: string) => page.locator(".ok-list-views").getByRole("link", { name, exact: true });
const here = () => page.locator(".ok-list-views [aria-current=page]").textContent();
const rows = page.locator("tr[data-id]");
const bookClient = page.locator(".ok-list-fill").getByRole("link", { name: "Записать клиента" });

beforeAll(() => signInAt(page, BOOKINGS, owner));

it.each([
  ["Сегодня и дальше", "На сегодня и дальше записей нет"],
  ["Прошедшие", "Прошедших записей нет"],
  ["Все", "Запись появится, как только клиент запишется"],
])("with nothing in «%s» that is said, and a client is booked from there", async (name, said) => {
  await page.goto(BOOKINGS);
  await view(name).click();
  await page.getByText(said).waitFor();
  expect(await here()).toBe(name);
  expect(await page.getByText("Ничего не нашлось").count()).toBe(0);
  await bookClient.click();
  await page.getByLabel("Телефон или имя клиента").waitFor();
});

it("a filter that nothing fits is another thing: it says so, beside any of the views", async () => {
  for (const query of ["filters.number=7", "filters.when=past&filters.number=7"]) {
    await page.goto(`${BOOKINGS}?${query}`);
    await page.getByText("Ничего не нашлось").waitFor();
    expect(await bookClient.count()).toBe(0);
  }
});

it("a specialist, who books nobody, is not offered it (PE-3)", async () => {
  const other = await openPage({ viewport: { width: 1280, height: 800 } });
  await signInAt(other.page, BOOKINGS, specialist);
  await other.page.getByText("На сегодня и дальше записей нет").waitFor();
  expect(await other.page.getByRole("link", { name: "Записать клиента" }).count()).toBe(0);
  expect(other.faults).toEqual([]);
});

it("each view shows its own, and on a phone they stand within the screen", async () => {
  const ahead = await makeBooking(app, {
    clientId,
    serviceId,
    slotId: await makeSlot(app, specialistId, 40),
  });
  const past = await makeBooking(app, { clientId, serviceId, slotId: await makeSlot(app, specialistId, 70) });
  await db.pool.query(
    `UPDATE bookings SET starts_at = starts_at - interval '10 days', ends_at = ends_at - interval '10 days',
       state = 'completed', ended_at = now() - interval '7 days' WHERE id = $1`,
    [past.id],
  );
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(BOOKINGS);
  for (const [name, ids] of [
    ["Сегодня и дальше", [ahead.id]],
    ["Прошедшие", [past.id]],
    ["Все", [ahead.id, past.id]],
  ] as const) {
    await view(name).click();
    await expect
      .poll(() => rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-id"))))
      .toEqual(ids);
    expect(await here()).toBe(name);
    expect(
      await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"),
    ).toBeLessThanOrEqual(0);
  }
  expect(faults).toEqual([]);
});

it("a client without a phone is found by name, a new one by the phone; both are booked", async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const client = page.getByLabel("Телефон или имя клиента");
  const isBooked = (name: string) =>
    expect
      .poll(
        async () =>
          (
            await db.pool.query(
              "SELECT 1 FROM bookings b JOIN clients c ON c.id = b.client_id WHERE c.name = $1 AND b.made_by = 'staff'",
              [name],
            )
          ).rowCount,
      )
      .toBe(1);
  await makeSlot(app, specialistId, 100);
  const slotId = await makeSlot(app, specialistId, 130);

  await page.goto(`${BOOKINGS}/actions/bookClient`);
  await client.fill("смирн");
  await page.getByRole("option", { name: "Анна Смирнова" }).click();
  await page.getByText("сменить").waitFor();
  expect(await page.locator("[name=name]").count()).toBe(0);
  await page.locator("[name=slotId]").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Записать" }).click();
  await isBooked("Анна Смирнова");

  await page.goto(`${url}/admin/resources/Slot/records/${slotId}/bookForClient`);
  await client.fill("8 900 555 44-33");
  await page.locator("[name=name]").fill("Новая Гостья");
  await page.locator("[name=serviceId]").selectOption(serviceId);
  await page.getByRole("button", { name: "Записать" }).click();
  await isBooked("Новая Гостья");
  expect(faults).toEqual([]);
});

it("a booking's card stands in groups, without what is empty, and within a phone's screen", async () => {
  const slotId = await makeSlot(app, specialistId, 90);
  const { id } = await makeBooking(app, { clientId, serviceId, slotId });
  await page.goto(`${BOOKINGS}/records/${id}/show`);
  const groups = page.locator(".ok-card-group");
  await groups.first().waitFor();
  expect(await groups.locator("h2").allTextContents()).toEqual([
    "Кто и когда",
    "Деньги и баллы",
    "Условия",
    "История",
  ]);
  const text = (await groups.allInnerTexts()).join("\n");
  expect(text).toContain("Не оплачено\n1");
  expect(text).toContain("Клиент\nАнна Смирнова");
  expect(text).toContain("Подтверждено клиентом\nпока нет");
  for (const empty of ["—", "Держим до", "Ссылка на встречу", "Перенесена", "Почему завершена"])
    expect(text).not.toContain(empty);
  expect(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).toBeLessThanOrEqual(
    0,
  );
});
