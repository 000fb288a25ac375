import { expect, it } from "vitest";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { makeService, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt, until } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const ids: string[] = [];
for (let one = 10; one < 40; one += 1) ids.push(await makeSpecialist(app, `Алёна ${one}`));
await makeService(app, "Стрижка");
const owner = await makeStaff(app, { role: "owner" });
const address = `${url}/admin/pages/calendar`;

it("many specialists are searched and ticked by the keyboard, several at once, and all again", async () => {
  const { page, faults } = await openPage({ viewport: { width: 1280, height: 800 } });
  await signInAt(page, `${address}?view=day`, owner);
  const opener = page.getByRole("button", { name: /^Специалисты|^Алёна/ });
  await opener.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("алена 3");
  const list = page.getByRole("dialog", { name: "Чьи колонки показать" });
  await until(() => list.getByRole("checkbox").count()).toBe(10);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await until(() => page.locator(".ok-cal-grid .ec-col-head").count()).toBe(1);
  for (const name of ["Алёна 33", "Алёна 35"]) await list.getByLabel(name).check();
  await list.getByText("Выбрано: 3.").waitFor();
  await until(() => page.locator(".ok-cal-grid .ec-col-head").allTextContents()).toEqual([
    ...["Алёна 30", "Алёна 33", "Алёна 35"],
  ]);
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
  expect(await opener.textContent()).toContain("Специалисты: 3 из 30");
  await opener.click();
  await list.getByRole("button", { name: "Первые 20 из 30" }).click();
  await until(() => page.locator(".ok-cal-grid .ec-col-head").count()).toBe(20);
  expect(faults).toEqual([]);
});

it("on a phone they are picked in a sheet, and a week's day stays named while its columns are scrolled", async () => {
  const { page, faults } = await openPage({
    ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  });
  await signInAt(page, `${address}?view=week`, owner);
  const day = page.locator(".ok-cal-grid .ec-col-group time").first();
  await day.waitFor();
  await page.evaluate("document.querySelector('.ok-cal-grid .ec-main').scrollLeft = 600");
  await until(async () => (await day.boundingBox())?.x ?? -1).toBeGreaterThan(60);
  expect((await day.boundingBox())?.x).toBeLessThan(200);
  await page.getByRole("button", { name: /^Специалисты/ }).tap();
  const list = page.getByRole("dialog", { name: "Чьи колонки показать" });
  await list.getByLabel("Алёна 12").tap();
  await list.getByLabel("Алёна 14").tap();
  await page.getByRole("button", { name: "Готово" }).tap();
  await page.getByRole("button", { name: "Алёна 12, Алёна 14" }).waitFor();
  expect(new URL(page.url()).searchParams.get("specialists")?.split(",")).toHaveLength(2);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  expect(faults).toEqual([]);
});
