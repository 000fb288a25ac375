import { beforeAll, expect, it } from "vitest";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });
const IMPORT = `${url}/admin/pages/import`;

const { page, faults } = await openPage({ viewport: { width: 1280, height: 800 } });
const overflow = () => page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
const choose = (name: string, content: string | Uint8Array) =>
  page.setInputFiles("input[type=file]", { name, mimeType: "", buffer: Buffer.from(content) });
const clients = async (): Promise<readonly string[]> =>
  (await db.pool.query<{ name: string }>("SELECT name FROM clients ORDER BY name")).rows.map(
    ({ name }) => name,
  );
const CHECK = { name: "Проверить файл" };

beforeAll(() => signInAt(page, `${url}/admin/resources/Client`, owner));

it("the list of clients leads to it, and it says beforehand what it will do", async () => {
  await page.getByRole("link", { name: "Импорт из CSV" }).click();
  await page.getByText("ничего не удвоится").waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Скачать образец таблицы" }).click();
  expect((await saving).suggestedFilename()).toMatch(/\.csv$/);
});

it.each([
  ["a book of Excel", "клиенты.xlsx", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), "книга Excel"],
  ["no text at all", "фото.csv", new Uint8Array([65, 0, 66]), "не таблица CSV"],
  ["an empty file", "пусто.csv", "", "В файле ничего нет."],
])("%s is refused in words, and another may be chosen", async (_, name, content, words) => {
  await choose(name, content);
  await page.getByText(words).waitFor();
  expect(await page.getByRole("button", CHECK).count()).toBe(0);
});

it("a column that was not recognised is asked for, and nothing is checked before", async () => {
  await choose("наши.csv", "Как зовут;Номер для связи\nАнна;+79001234567\n");
  await page.getByText("Сначала выберите столбец").waitFor();
  const check = page.getByRole("button", CHECK);
  expect(await check.isDisabled()).toBe(true);
  await page.getByLabel("Имя").selectOption("Как зовут");
  await page.getByLabel("Телефон").selectOption("Номер для связи");
  await page.getByText("+79001234567").waitFor();
  expect(await check.isEnabled()).toBe(true);
});

it("rows that cannot be taken are named, all of them in a file, and nothing is written", async () => {
  await choose("наши.csv", "Имя;Телефон;Баллы\nИра;12;\nЯна;+79007654321;много\nЗоя;+79007654322;\n");
  await page.getByRole("button", CHECK).click();
  await page.getByText("Строк с ошибками: 2 из 3").waitFor();
  expect(await page.locator(".ok-import-rejected li").allTextContents()).toEqual([
    expect.stringContaining("«Телефон»: 12"),
    expect.stringContaining("«Баллы»: много"),
  ]);
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Скачать все ошибки, CSV" }).click();
  expect((await saving).suggestedFilename()).toBe("Ошибки в файле клиентов.csv");
  expect(await clients()).toEqual([]);
});

it("the others are loaded without them when one says so, and those left out may still be saved", async () => {
  await page.getByRole("button", { name: "Загрузить 1 клиента без этих строк (2)" }).click();
  await page.getByText("Готово: 1 клиент").waitFor();
  await page.getByText("Не загружены строки с ошибками: 2.").waitFor();
  expect(await clients()).toEqual(["Зоя"]);
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Скачать все ошибки, CSV" }).click();
  expect((await saving).suggestedFilename()).toBe("Ошибки в файле клиентов.csv");
  await db.pool.query("DELETE FROM clients");
  await page.getByRole("button", { name: "Загрузить ещё файл" }).click();
});

it("stands in the menu under the clients, and leads back to them", async () => {
  expect(await page.locator(".ok-menu-link[aria-current=page]").allTextContents()).toEqual(["Клиенты"]);
  await page.getByRole("link", { name: "← К списку клиентов" }).click();
  await page.waitForURL("**/admin/resources/Client");
  await page.goBack();
});

it("a file is looked at, checked without a trace, loaded, and the second time there is nothing to load", async () => {
  const FILE = "Имя;Телефон;Баллы\nАнна;+79001234567;350\nОльга;89001234568;\n";
  await choose("наши.csv", FILE);
  await page.getByText("Откуда баллы").locator("input").fill("YCLIENTS");
  await page.getByRole("button", CHECK).click();
  await page.getByText("Пока ничего не записано.").waitFor();
  expect(await clients()).toEqual([]);
  await page.getByRole("button", { name: "Загрузить 2 клиента" }).click();
  await page.getByText("Готово: 2 клиента").waitFor();
  expect(await clients()).toEqual(["Анна", "Ольга"]);

  await page.getByRole("button", { name: "Загрузить ещё файл" }).click();
  await choose("наши.csv", FILE);
  await page.getByText("Откуда баллы").locator("input").fill("YCLIENTS");
  await page.getByRole("button", CHECK).click();
  await page.getByText("Загружать нечего").waitFor();
  expect(await page.getByRole("button", { name: /^Загрузить \d/ }).count()).toBe(0);
  expect(await clients()).toHaveLength(2);
});

it("those who were loaded stand in the list, their phones in groups as they are read aloud", async () => {
  await page.goto(`${url}/admin/resources/Client`);
  const row = page.locator("tr[data-id]", { hasText: "Анна" });
  const text = (await row.textContent())?.replaceAll("\u00a0", " ").replaceAll("\u2011", "-");
  expect(text).toContain("+7 900 123-45-67");
  expect(text).toContain("350");
  expect(await row.locator("a[href='tel:+79001234567']").count()).toBe(1);
});

it("a file of forty rows is looked at, checked and loaded", async () => {
  const rows = Array.from(
    { length: 40 },
    (_, at) => `Клиент ${at};+79017770${String(at).padStart(3, "0")}\n`,
  );
  const before = await clients();
  await page.goto(IMPORT);
  await page.getByText("ничего не удвоится").waitFor();
  await choose("сорок.csv", `Имя;Телефон\n${rows.join("")}`);
  await page.getByText("Клиент 0; Клиент 1").waitFor();
  expect(await clients()).toEqual(before);
  await page.getByRole("button", CHECK).click();
  await page.getByRole("button", { name: "Загрузить 40 клиентов" }).click();
  await page.getByText("Готово: 40 клиентов").waitFor();
  expect(await clients()).toHaveLength(before.length + 40);
});

it("whoever is not answered is told that nothing was written", async () => {
  await page.goto(IMPORT);
  await page.getByText("ничего не удвоится").waitFor();
  await page.route("**/admin/api/pages/import", (route) => route.abort());
  await choose("наши.csv", "Имя;Телефон\nАнна;+79001234567\n");
  await page.getByText("Ничего не записано: выберите файл ещё раз.").waitFor();
  await page.unroute("**/admin/api/pages/import");
});

it("on a phone nothing runs off the edge: the file, its columns, its errors", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(IMPORT);
  await page.getByText("ничего не удвоится").waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await choose(
    `${"очень-длинное-название-".repeat(4)}.csv`,
    `Имя;Телефон;${"Столбец".repeat(12)}\nИра;12;-\n`,
  );
  await page.getByRole("button", CHECK).click();
  await page.getByText("Строк с ошибками: 1 из 1").waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  expect(faults).toEqual([]);
});
