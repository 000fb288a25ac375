import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { formatTime } from "../../src/admin/readable.ts";
import { listOperations } from "../../src/core/reports/index.ts";
import { makeStaff } from "../admin/panel-under-test.ts";
import { makeTillSalon, ZONE } from "../admin/till-salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

const db = await testDatabase();
const salon = await makeTillSalon(db);
afterAll(() => salon.bank.close());
const { app, url, from, to } = salon;
const owner = await makeStaff(app, { role: "owner" });
const days = `period=own&from=${from}&to=${to}`;

// Far from the business: what the page says is by its clocks.
const { page, faults } = await openPage({ viewport: DESKTOP, timezoneId: "Pacific/Auckland" });

beforeAll(async () => {
  await signInAt(page, `${url}/admin/pages/finance?${days}`, owner);
  await page.getByRole("heading", { name: "Деньги", level: 1 }).waitFor();
});

/** Without the spaces that keep sums together. */
const plain = (text: string | null): string => (text ?? "").replaceAll("\u00a0", " ");
const textOf = async (selector: string): Promise<string> => plain(await page.locator(selector).textContent());

it("reads the period's revenue at once, and what each figure means, whatever the browser's clocks", async () => {
  const headline = await textOf(".fin-headline");
  expect(headline).toContain("Выручка11 200,75 ₽");
  expect(headline).toContain("минус то, что вернули");
  expect(await textOf(".fin-cards")).toContain("наличные 1 700,00 ₽, терминал 500,00 ₽");
  const [newest] = await listOperations(app, { from, to, zone: ZONE }, { rowsMax: 1 });
  expect(await textOf(".fin-operations tbody tr:first-child .fin-when")).toContain(
    formatTime(newest?.at ?? new Date(0), ZONE),
  );
});

it("shows on top what waits for an answer and what to do, and asks the gateway with a word about it (PY-5)", async () => {
  await page.getByText("отдайте деньги клиенту", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Сверить с ЮKassa" }).click();
  await page.getByText("Спросили ЮKassa о 1 оплате. Ещё ждут клиента или банк: 1.").waitFor();
});

it("sums by specialist, and narrows the page to one of them; the address keeps it", async () => {
  await page.getByRole("button", { name: "по специалистам" }).click();
  await page.locator(".fin-totals").getByRole("link", { name: "Мария Орлова" }).click();
  await page.getByText("4 900,25 ₽").first().waitFor();
  expect(new URL(page.url()).searchParams.get("specialist")).toBe(salon.maria);
  await page.reload();
  await page.locator(".fin-headline", { hasText: "4" }).waitFor();
  expect(await page.locator("select[name=specialist]").inputValue()).toBe(salon.maria);
  expect(await textOf(".fin-heading")).toContain("только Мария Орлова");
  expect(await textOf(".fin-headline")).toContain("только Мария Орлова");
  await page.locator(".fin-heading").getByRole("button", { name: "Сбросить фильтр" }).click();
  await page.getByText("11 200,75 ₽").first().waitFor();
  expect(await page.locator(".fin-narrowed, .fin-only").count()).toBe(0);
});

it("says of which filter there is nothing, and takes it away on the spot", async () => {
  await page.goto(
    `${url}/admin/pages/finance?period=own&from=2020-01-01&to=2020-01-02&specialist=${salon.maria}`,
  );
  const totals = page.getByRole("region", { name: "Итоги по частям" });
  await totals.getByText("по фильтру «только Мария Орлова» ничего не нашлось.").waitFor();
  expect(await page.getByText("операций не было").count()).toBe(0);
  await totals.getByRole("button", { name: "Сбросить фильтр" }).click();
  await totals.getByText("За эти дни операций не было.").waitFor();
  expect(new URL(page.url()).searchParams.has("specialist")).toBe(false);
  await page.goto(`${url}/admin/pages/finance?${days}`);
});

it("leads from an operation to its booking and back to the same filter", async () => {
  await page.selectOption("select[name=kind]", "tip");
  await page.getByText("1 операция").waitFor();
  await page.locator(".fin-operations .fin-booking a").click();
  await page.waitForURL(/resources\/Booking\/records/);
  await page.goBack();
  await page.getByText("1 операция").waitFor();
});

it("saves what is shown as a file for Excel", async () => {
  await page.goto(`${url}/admin/pages/finance?${days}&kind=all`);
  const link = page.getByRole("region", { name: "Операции" }).getByText("Скачать CSV");
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toBe(`Операции деньги и баллы ${from}–${to}.csv`);
  const text = await readFile(await download.path(), "utf8");
  expect(text.startsWith("\ufeffДень;")).toBe(true);
  expect(text).toContain(`;"'=СУММ(1;2)";`);
});

it("is used by keyboard: dates, Enter, and a sentence when they are wrong", async () => {
  await page.fill("[name=from]", to);
  await page.fill("[name=to]", from);
  await page.locator("[name=to]").press("Enter");
  await page.getByText("Последний день раньше первого: показан этот месяц.").waitFor();
  await page.goto(`${url}/admin/pages/finance?period=own&from=2020-01-01&to=2020-01-02`);
  await page.getByText("За эти дни операций не было.").first().waitFor();
});

it.each([PHONE, { width: 360, height: 740 }])("fits a phone of $width px from edge to edge", async (size) => {
  await page.setViewportSize(size);
  await page.goto(`${url}/admin/pages/finance?${days}&kind=all&by=kind`);
  await page.locator(".fin-operations").waitFor();
  const right = await page
    .locator(".fin *")
    .evaluateAll((all) => Math.max(...all.map((one) => one.getBoundingClientRect().right)));
  expect(right).toBeLessThanOrEqual(size.width);
  await page.getByRole("button", { name: "по дням" }).click();
  await page.locator(".fin-totals").getByRole("link").first().click();
  await page.locator(".fin-periods button[aria-pressed=true]", { hasText: "Показать" }).waitFor();
  expect(faults).toEqual([]);
});
