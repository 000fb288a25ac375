import { expect, it } from "vitest";
import { findDraft, openTexts } from "../../src/core/content/index.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });

const SIZES = [
  ["a desk", { viewport: { width: 1280, height: 800 } }],
  ["a telephone", { viewport: { width: 390, height: 844 } }],
] as const;

it.each(SIZES)("on %s each form of a text is a field of its own", async (where, size) => {
  const { page, faults } = await openPage(size);
  await signInAt(page, `${url}/admin/pages/texts`, owner);
  await page.goto(`${url}/admin/pages/texts#texts/refused-too-many-bookings`);
  const one = page.getByLabel("Если 1, 21, 31…");
  const many = page.getByLabel("Если 5–20, 25… и другие");
  expect(await one.inputValue()).toMatch(/\{ \$max \}.* запись/);
  expect(await page.locator(".okt-two-side").textContent()).not.toMatch(/->|\*\[|\[one\]/);

  await one.fill(`(${where}) { $max } запись [и хватит]`);
  await page.getByLabel("Если 2, 3, 4, 22…").fill(`(${where}) { $max } записи`);
  await many.fill(`(${where})  записей`);
  await many.press("Home");
  for (let step = 0; step < where.length + 3; step += 1) await many.press("ArrowRight");
  await page.getByRole("button", { name: "{ $max }" }).click();
  expect(await many.inputValue()).toBe(`(${where}) { $max } записей`);
  await page.locator(".ok-bubble").getByText(`(${where}) 5 записей`).waitFor();
  await many.press("Control+Enter");
  await page.getByText("Текст сохранён в черновике.").waitFor();

  const saved = (await findDraft(db)).content?.texts ?? {};
  const texts = openTexts(saved);
  expect([1, 2, 5, 11, 22].map((max) => texts.c("refused-too-many-bookings", { max }))).toEqual([
    `(${where}) 1 запись [и хватит]`,
    `(${where}) 2 записи`,
    `(${where}) 5 записей`,
    `(${where}) 11 записей`,
    `(${where}) 22 записи`,
  ]);

  // What is wrong with one form is no fault of the others.
  const few = page.getByLabel("Если 2, 3, 4, 22…");
  await few.fill("{ $max } <b>записи");
  await page.getByText("тег не закрыт").first().waitFor();
  await expect.poll(() => few.getAttribute("aria-invalid")).toBe("true");
  expect([await one.getAttribute("aria-invalid"), await many.getAttribute("aria-invalid")]).toEqual([
    ...["false", "false"],
  ]);
  await page.getByRole("button", { name: "Отменить правку" }).click();

  // A brace left open is said at once; the fields stay, and saving waits for nobody to guess.
  await one.fill("{ $max ");
  await page.getByText("фигурная скобка { не закрыта").first().waitFor();
  await page.getByRole("button", { name: "Отменить правку" }).click();
  expect(await one.inputValue()).toBe(`(${where}) { $max } запись [и хватит]`);

  // Several things choose: the text goes in parts.
  await page.goto(`${url}/admin/pages/texts#texts/staff-day-line`);
  const agreed = page.getByLabel("Если «клиент подтвердил»: да");
  await agreed.fill(" <b>придёт");
  await page.getByText("тег не закрыт").first().waitFor();
  const wrong = page.locator(".okt-forms textarea[aria-invalid=true]");
  await expect.poll(() => wrong.count()).toBe(1);
  expect(await agreed.getAttribute("aria-invalid")).toBe("true");
  await page.getByRole("button", { name: "Отменить правку" }).click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    size.viewport.width,
  );
  expect(faults).toEqual([]);
});
