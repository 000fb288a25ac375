import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listExports } from "../../src/core/exports/index.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });
const admin = await makeStaff(app, { role: "admin", name: "Пётр" });
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-exports-browser-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const EXPORTS = `${url}/admin/pages/exports`;

const { page, faults } = await openPage({
  timezoneId: "Asia/Vladivostok",
  viewport: { width: 1280, height: 800 },
});
const overflow = () => page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
const card = (number: number) => page.locator(`[data-export="${number}"]`);

beforeAll(() => signInAt(page, EXPORTS, owner));

it("with nothing there, a preset is two clicks: its next times stand there before it is saved", async () => {
  await page.getByText("Выгрузок пока нет").waitFor();
  await page.getByRole("button", { name: "По понедельникам в 7:00 — за прошлую неделю" }).click();
  await page.locator(".ok-export-preview").getByText("По понедельникам в 7:00").waitFor();
  await page.getByText("Первый файл: пн,").waitFor();
  expect(await page.locator(".ok-setup-card").first().textContent()).toContain(
    "Никто из владельцев не связан с ботом",
  );
  await page.getByRole("button", { name: "Добавить", exact: true }).click();
  await card(1).getByText("По понедельникам в 7:00").waitFor();
  expect(await card(1).textContent()).toContain("Прошлая неделя: операции, для Excel");
});

it("a timetable is checked while it is typed, and the form says what is wrong beside the field", async () => {
  await page.getByRole("button", { name: "Добавить выгрузку" }).click();
  await page.selectOption("[name=when]", "own");
  await page.fill("[name=cron]", "0 7 31 2 *");
  await page.getByText("Расписание не читается: «0 7 31 2 *».").waitFor();
  await page.selectOption("[name=when]", "weekdays");
  await page.uncheck("[name=weekday-1]");
  await page.getByText("Отметьте хотя бы один день недели.").waitFor();
  await page.check("[name=weekday-6]");
  await page.check("[name=weekday-7]");
  await page.fill("[name=time]", "09:15");
  await page.locator(".ok-export-preview").getByText("По выходным в 9:15").waitFor();
  await page.uncheck("[name=telegram]");
  await page.getByRole("button", { name: "Добавить", exact: true }).click();
  await page.getByText("Выгрузке некуда идти").waitFor();
  await page.fill("[name=folder]", folder);
  await page.press("[name=folder]", "Enter");
  await card(2).getByText("По выходным в 9:15").waitFor();
  expect(await listExports(app)).toHaveLength(2);
});

it("a file is made now, and its rows are told", async () => {
  await card(2).getByRole("button", { name: "Сделать сейчас" }).click();
  await page.getByText(/Выгрузка №2 за .*: 0 строк\. Файл: /).waitFor();
  expect(await readdir(folder)).toHaveLength(1);
  expect(await card(2).locator(".ok-export-runs").count()).toBe(0);
});

it("what came of the last runs is unfolded with the keyboard, on a phone too, and nothing runs off the edge", async () => {
  await rm(folder, { recursive: true });
  await card(2).getByRole("button", { name: "Сделать сейчас" }).click();
  await page.getByText("В папку не записать").waitFor();
  await mkdir(folder);
  await page.reload();
  await card(2).getByText("Последние запуски: 2").focus();
  await page.keyboard.press("Enter");
  const runs = card(2).locator(".ok-export-runs li");
  await runs.first().waitFor();
  expect(await runs.allTextContents()).toEqual([
    expect.stringMatching(/, вручную — не получилось: .*нет такого файла или папки/),
    expect.stringMatching(/, вручную — .*: finance-.*\.csv, 0 строк$/),
  ]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });
});

it("is changed in its place, Escape leaves it as it was, and it is removed after a second word", async () => {
  await card(2).getByRole("button", { name: "Изменить" }).click();
  expect(await card(2).locator("[name=weekday-6]").isChecked()).toBe(true);
  await card(2).locator("[name=when]").selectOption("every_day");
  await page.keyboard.press("Escape");
  await card(2).getByText("По выходным в 9:15").waitFor();
  await card(2).getByRole("button", { name: "Изменить" }).click();
  await card(2).locator("[name=when]").selectOption("month_day");
  await card(2).locator("[name=monthDay]").selectOption("last");
  await card(2).getByRole("button", { name: "Сохранить" }).click();
  await card(2).getByText("В последний день каждого месяца в 9:15").waitFor();
  await card(2).getByText("Прошлый месяц: операции, для Excel").waitFor();
  await card(2).getByRole("button", { name: "Убрать" }).click();
  await card(2).getByText("прежние останутся").waitFor();
  await card(2).getByRole("button", { name: "Убрать" }).click();
  await expect.poll(() => card(2).count()).toBe(0);
});

it("copies of the database stand beneath, with the way to their settings", async () => {
  await page.locator(".ok-backups").getByText("не указана папка").waitFor();
  await page.getByRole("link", { name: "Настройки копий" }).click();
  await page.locator('[data-setting="backup.folder"]').waitFor();
});

it("on a phone nothing runs off the edge, with a card and with a form", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(EXPORTS);
  await card(1).waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await card(1).getByRole("button", { name: "Изменить" }).click();
  await page.locator(".ok-export-preview b").waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.locator("[name=folder]").fill("exports");
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.getByText("от корня, а дано «exports»").waitFor();
  expect(faults).toEqual([]);
});

it("an administrator sees what comes when and makes a file, and changes nothing", async () => {
  const other = await openPage({ viewport: { width: 1280, height: 800 } });
  await signInAt(other.page, EXPORTS, admin);
  await other.page.getByText("По понедельникам в 7:00").first().waitFor();
  await other.page.getByRole("button", { name: "Сделать сейчас" }).first().waitFor();
  for (const name of ["Добавить выгрузку", "Изменить", "Убрать"])
    expect(await other.page.getByRole("button", { name }).count()).toBe(0);
  expect(other.faults).toEqual([]);
});
