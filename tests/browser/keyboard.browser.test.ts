import { expect, it } from "vitest";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Мария Орлова");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Анна Смирнова");
const slotId = await makeSlot(app, specialistId, 30);
await makeBooking(app, { clientId, serviceId, slotId });
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });
const { page, faults } = await openPage({ viewport: { width: 1280, height: 800 } });

const STEPS_MAX = 80;

/** Presses Tab until what has the focus fits, and says what was passed on the way. */
async function tabTo(selector: string): Promise<readonly string[]> {
  const passed: string[] = [];
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await page.keyboard.press("Tab");
    const isThere = await page.evaluate(
      (wanted) => document.activeElement?.matches(wanted) ?? false,
      selector,
    );
    if (isThere) return passed;
    passed.push(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? ""));
  }
  throw new Error(`No Tab leads to ${selector}; passed: ${passed.join("\n")}`);
}

it("by Tab alone the filter is reached, opened by Enter and closed by Escape", async () => {
  await signInAt(page, `${url}/admin/resources/Booking`, owner);
  await page.locator("tr[data-id]").first().waitFor();
  await page.locator("[data-css$='-filter-button'][tabindex='0']").waitFor();
  await tabTo("[data-css$='-filter-button']");
  await page.keyboard.press("Enter");
  await page.locator(".ok-drawer form :focus").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("[data-css$='-filter-button']:focus").waitFor();
});

it("while it is closed no field of the filter gets the focus, and a row's title opens the row by Enter", async () => {
  await page.locator(".ok-drawer-closed").waitFor({ state: "attached" });
  const form = page.locator(".ok-drawer form");
  await expect.poll(() => form.evaluate((one) => getComputedStyle(one).visibility)).toBe("hidden");
  const passed = await tabTo("tr[data-id] .ok-title a");
  expect(passed.filter((html) => html.includes("filter-"))).toEqual([]);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/records\/[^/]+\/show$/);
});

it("a row whose title leads elsewhere is opened by the keyboard too, by the way beside it", async () => {
  await page.goto(`${url}/admin/resources/SpecialistService`);
  await page.locator("tr[data-id]").first().waitFor();
  const open = page.locator("tr[data-id] .ok-open").first();
  expect((await open.boundingBox())?.width).toBe(1);
  await tabTo("tr[data-id] .ok-open");
  expect((await open.boundingBox())?.width).toBeGreaterThan(40);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/SpecialistService\/records\/[^/]+\/show$/);
});

it("a row's menu opens by the keyboard, its arrows go through it, and Enter does what is chosen", async () => {
  await page.goto(`${url}/admin/resources/Booking`);
  await page.locator("tr[data-id] .options a[tabindex]").first().waitFor();
  await tabTo("tr[data-id] .options a");
  const items = page.locator("tr[data-id] .options [class*=DropDownMenu] a");
  await items.first().waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => items.first().evaluate((item) => item === document.activeElement)).toBe(true);
  await page.keyboard.press("ArrowDown");
  expect(await items.nth(1).evaluate((item) => item === document.activeElement)).toBe(true);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/records\//);
  expect(faults).toEqual([]);
});

it("the menu of who is signed in is reached, and leads out", async () => {
  await page.goto(`${url}/admin/resources/Booking`);
  await page.locator("[data-css=logged-in] [role=button]").first().waitFor();
  await tabTo("[data-css=logged-in] [role=button]");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/admin\/login/);
});
