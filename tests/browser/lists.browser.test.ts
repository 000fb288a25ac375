import { beforeAll, expect, it } from "vitest";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Екатерина Воскресенская");
const serviceId = await makeService(app, "Окрашивание в несколько тонов");
const clientId = await makeClient(app, "Анастасия Преображенская-Орлова");
const slotId = await makeSlot(app, specialistId, 30);
await db.pool.query("UPDATE services SET price_kopecks = 1234560");
const { id } = await makeBooking(app, { clientId, serviceId, slotId });
await db.pool.query("UPDATE bookings SET promised_at = now() WHERE id = $1", [id]);
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });
const { page, faults } = await openPage({ viewport: { width: 1280, height: 800 } });

beforeAll(() => signInAt(page, `${url}/admin/resources/Booking`, owner));

it("at 1280 px long names, sums and marks leave the list of bookings within its box", async () => {
  const row = page.locator("tr[data-id]").first();
  await row.waitFor();
  expect((await row.textContent())?.replaceAll("\u00a0", " ")).toContain("12 345,60 ₽");
  const over = await page
    .locator("section:has(> table)")
    .evaluate((box) => box.scrollWidth - box.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
  const cut = await row
    .locator("td[data-property-name] a")
    .evaluateAll((all) =>
      all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
    );
  expect(cut).toEqual([]);
});

it("on a phone a word in a colour stands under the name of its column, not upon it", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${url}/admin/resources/Slot`);
  const cell = page.locator("tr[data-id] td[data-property-name=kind]").first();
  await cell.waitFor();
  const name = await cell.locator(".ok-name").boundingBox();
  const word = await cell.locator(".adminjs_Badge").boundingBox();
  expect(word?.y).toBeGreaterThanOrEqual((name?.y ?? 0) + (name?.height ?? 0));
});

it("on a phone a list stands in the middle of its page, under its name and what may be done there", async () => {
  await page.goto(`${url}/admin/resources/Client`);
  await page.locator("tr[data-id]").first().waitFor();
  const boxOf = async (selector: string) => {
    const box = await page.locator(selector).first().boundingBox();
    if (box === null) throw new Error(`${selector} is not seen`);
    return box;
  };
  const table = await boxOf("#app table");
  expect(table.x).toBe(390 - table.x - table.width);
  const [title, button, filter] = [
    await boxOf("h2"),
    await boxOf("[data-css=Client-addClient-button]"),
    await boxOf("[data-css=Client-filter-button]"),
  ];
  expect(button.y).toBeGreaterThan(title.y + title.height);
  expect(button.height).toBeGreaterThanOrEqual(42);
  expect(filter.y).toBeLessThan(title.y + title.height);
});

it("a very long name is cut, said in full where the mouse rests, and pushes nothing out of sight", async () => {
  const name = "Александра-Виктория Константиновна Преображенская-Залесс";
  await db.pool.query("UPDATE clients SET name = $1, phone = '+79002070028'", [name]);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${url}/admin/resources/Client`);
  const row = page.locator("tr[data-id]").first();
  await row.waitFor();
  await row.getByTitle(name).waitFor();
  const over = await page
    .locator("section:has(> table)")
    .evaluate((box) => box.scrollWidth - box.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
  // Where a table is wider than its page all the same, the row's menu stays at its edge.
  await page.setViewportSize({ width: 780, height: 800 });
  const box = page.locator("section:has(> table)");
  expect(await box.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeGreaterThan(0);
  const [menu, edge] = [await row.locator("td.options").boundingBox(), await box.boundingBox()];
  expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual((edge?.x ?? 0) + (edge?.width ?? 0) + 1);
});

it("a form offers what else there is, not itself", async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${url}/admin/resources/Booking/actions/bookClient`);
  await page.locator("h2", { hasText: "Записать клиента" }).waitFor();
  expect(await page.locator("[data-css=Booking-bookClient-button]").count()).toBe(0);
  await page.goto(`${url}/admin/resources/Booking`);
  expect(await page.locator("[data-css=Booking-bookClient-button]").count()).toBeGreaterThan(0);
  expect(faults).toEqual([]);
});
