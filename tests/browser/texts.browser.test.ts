import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { currentContent } from "../../src/core/content/index.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const serviceId = await makeService(app, "Стрижка");
const specialistId = await makeSpecialist(app, "Мария");
const clientId = await makeClient(app, "Анна <img src=x onerror=window.PWNED=1>");
await makeBooking(app, { clientId, serviceId, slotId: await makeSlot(app, specialistId, 30) });
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });

const SIZES = [
  ["a desk", { viewport: { width: 1280, height: 800 } }],
  ["a telephone", { viewport: { width: 390, height: 844 } }],
] as const;

describe.each(SIZES)("on %s", (where, size) => {
  it("the owner words a message, sees it as a client does, publishes it, adds a page, and goes back", async () => {
    const { page, faults } = await openPage(size);
    const foreign: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
    });
    await signInAt(page, `${url}/admin/pages/texts`, owner);

    // Found by its words, mended where it is wrong, saved by the keyboard.
    await page.getByLabel("Найти текст").fill("чем помочь");
    await page.getByRole("button", { name: "Главное меню: приветствие" }).click();
    const words = page.locator("#text-words");
    await words.fill("Рады видеть, <b>");
    await page.getByText("Разметка: <b> — тег не закрыт.").first().waitFor();
    await words.fill(`Рады видеть (${where}), `);
    await page.getByRole("button", { name: "{ $name }" }).click();
    await page.getByRole("button", { name: "Как видит" }).click();
    await page.getByLabel("Имя или телефон клиента").fill("анна");
    await page.getByRole("button", { name: /^Анна/ }).click();
    await page.locator(".ok-bubble").getByText(`Рады видеть (${where}), Анна <img`).waitFor();
    await words.press("Control+Enter");
    await page.getByText("Текст сохранён в черновике.").waitFor();

    // A broken draft has its place named and no way out to the clients.
    const back = page.getByRole("button", { name: "‹ К списку" });
    if (await back.isVisible()) await back.click();
    await page.getByLabel("Найти текст").fill("к оплате: <b>");
    await page.getByRole("button", { name: /^Оплата: сумма/ }).click();
    await words.fill("Платите");
    await page.getByRole("button", { name: "Сохранить в черновик" }).click();
    await page
      .getByRole("list", { name: "Что не так в черновике" })
      .getByText("Не хватает переменной")
      .waitFor();
    expect(await page.getByRole("button", { name: "Опубликовать…" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Вернуть исходный" }).click();
    await page.getByText("Вернули исходный текст.").waitFor();

    // A page with a button, first in the menu that it stands in.
    await page.getByRole("button", { name: "Страницы", exact: true }).click();
    await page.getByRole("button", { name: "+ Новая страница" }).click();
    await page.getByLabel("Название: оно стоит на кнопке").fill(`Мастера: ${where}`);
    await page.getByLabel("Текст", { exact: true }).fill("Наши <i>мастера</i>");
    await page.getByRole("button", { name: "+ Кнопка" }).click();
    await page.getByLabel("Куда ведёт кнопка 1").selectOption("service");
    await page
      .getByLabel("Что открывает кнопка 1")
      .or(page.getByLabel("Что откроет кнопка 1"))
      .selectOption({ label: "Стрижка" });
    await page.locator(".ok-bubble i").getByText("мастера").waitFor();
    await page.getByRole("button", { name: "Сохранить в черновик" }).click();
    await page.getByText("Страница сохранена в черновике.").waitFor();
    await page
      .getByRole("navigation", { name: "Что править" })
      .getByRole("button", { name: "Меню", exact: true })
      .click();
    await page.getByLabel("Добавить кнопку в меню").selectOption({ label: `Страница «Мастера: ${where}»` });
    const up = page.getByRole("button", { name: `Выше: Страница «Мастера: ${where}»` });
    await up.focus();
    await page.keyboard.press("Enter");
    expect(await page.getByRole("button", { name: "Убрать: Запись на визит" }).count()).toBe(0);
    await page.getByRole("button", { name: "Сохранить в черновик" }).click();
    await page.getByText("Меню сохранено в черновике.").waitFor();

    // What changed, then out to the clients with a note.
    await page.getByRole("button", { name: "Что изменилось" }).first().click();
    await page.locator("ins").getByText("Рады").first().waitFor();
    await page.getByRole("button", { name: "Опубликовать…" }).click();
    await page.getByLabel("Что изменилось? По этим словам").fill(`Приветствие и мастера: ${where}`);
    await page.keyboard.press("Enter");
    await page.getByText(/Версия \d+ опубликована/).waitFor();
    const { content } = await currentContent(db);
    expect(content.texts.menu).toBe(`Рады видеть (${where}), { $name }`);
    expect(content.menu.at(-2)).toMatchObject({ target: "page", slug: expect.stringMatching(/^mastera-/) });
    expect(content.pages.at(-1)?.buttons).toEqual([
      { caption: "Записаться", leadsTo: "service", target: serviceId },
    ]);

    // A file taken along, the way back, and the file again.
    await page.getByRole("button", { name: "Версии", exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Скачать файлом" }).click(),
    ]);
    const file = await readFile(await download.path());
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      size.viewport.width,
    );
    await page.getByRole("button", { name: "Вернуть исходные тексты" }).click();
    await page.getByText("Возврат к исходным текстам: теперь это версия").waitFor();
    expect((await currentContent(db)).content.texts).toEqual({});
    await page.setInputFiles("input[type=file]", {
      name: "bot.json",
      mimeType: "application/json",
      buffer: file,
    });
    await page.getByText("Файл загружен в черновик.").waitFor();
    await page.setInputFiles("input[type=file]", {
      ...{ name: "bad.json", mimeType: "application/json" },
      buffer: Buffer.from("{}"),
    });
    await page.getByText("Файл не подошёл, ничего не изменено.").waitFor();
    await page.getByRole("button", { name: "Удалить черновик" }).click();
    await page.getByRole("button", { name: "Удалить", exact: true }).click();
    await page.getByText("Черновика нет").waitFor();

    expect(await page.evaluate(() => "PWNED" in window)).toBe(false);
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });
});

it("two editors: the second is told, and keeps what was typed", async () => {
  const [first, second] = [await openPage(SIZES[0][1]), await openPage(SIZES[0][1])];
  const at = `${url}/admin/pages/texts#texts/menu`;
  for (const { page } of [first, second]) {
    await signInAt(page, `${url}/admin/pages/texts`, owner);
    await page.getByLabel("Найти текст").waitFor();
    await page.goto(at);
  }
  await first.page.locator("#text-words").fill("Первый");
  await first.page.getByRole("button", { name: "Сохранить в черновик" }).click();
  await first.page.getByText("Текст сохранён").waitFor();
  await second.page.locator("#text-words").fill("Второй");
  await second.page.getByRole("button", { name: "Сохранить в черновик" }).click();
  await second.page.getByText(/Черновик тем временем изменили.*Ольга/).waitFor();
  expect(await second.page.locator("#text-words").inputValue()).toBe("Второй");
  await second.page.locator(".okt-behind pre").getByText("Первый").waitFor();
  await second.page.getByRole("button", { name: "Сохранить в черновик" }).click();
  await second.page.getByText("Текст сохранён").waitFor();
});

it("what is typed and not saved outlives other tabs, other pages of the panel, and a reload", async () => {
  const { page, faults } = await openPage(SIZES[0][1]);
  const tab = (name: string) => page.getByRole("button", { name: new RegExp(`^${name}`) });
  const panel = `${url}/admin/pages/texts`;
  await signInAt(page, panel, owner);
  await page.goto(`${panel}#texts/menu`);
  await page.locator("#text-words").fill("Набрано, { $name }");
  await tab("Меню").click();
  await page.getByLabel("Надпись: Запись на визит").fill("Хочу к вам");
  await tab("Страницы").click();
  await page.getByRole("button", { name: /^💰 Цены/ }).click();
  await page.getByLabel("Текст", { exact: true }).fill("Набранные цены");
  await page.getByRole("button", { name: /^📍 Адрес/ }).click();
  await page.getByRole("button", { name: /^💰 Цены/ }).click();
  expect(await page.getByLabel("Текст", { exact: true }).inputValue()).toBe("Набранные цены");

  await page.getByRole("link", { name: "Настройки", exact: true }).first().click();
  await page.getByText("Первые шаги").first().waitFor();
  await page.goto(`${panel}#menu`);
  await page.reload();
  expect(await page.getByLabel("Надпись: Запись на визит").inputValue()).toBe("Хочу к вам");
  await tab("Тексты не сохранено").waitFor();
  await page.goto(`${panel}#texts/menu`);
  await expect.poll(() => page.locator("#text-words").inputValue()).toBe("Набрано, { $name }");
  await page.getByRole("button", { name: "Отменить правку" }).click();
  await expect.poll(() => tab("Тексты не сохранено").count()).toBe(0);
  expect(faults).toEqual([]);
});

it("two editors of the menu: the second one's captions stay beside the first one's", async () => {
  const [first, second] = [await openPage(SIZES[0][1]), await openPage(SIZES[0][1])];
  const caption = "Надпись: Запись на визит";
  for (const { page } of [first, second]) {
    await signInAt(page, `${url}/admin/pages/texts`, owner);
    await page.getByRole("button", { name: "Меню", exact: true }).click();
    await page.getByLabel(caption).waitFor();
  }
  const save = async ({ page }: typeof first, words: string) => {
    await page.getByLabel(caption).fill(words);
    await page.getByRole("button", { name: "Сохранить в черновик" }).click();
  };
  await save(first, "Первый");
  await first.page.getByText("Меню сохранено").waitFor();
  await save(second, "Второй");
  await second.page.locator(".okt-behind").getByText("«Первый»").waitFor();
  expect(await second.page.getByLabel(caption).inputValue()).toBe("Второй");
  await second.page.getByRole("button", { name: "Сохранить в черновик" }).click();
  await second.page.getByText("Меню сохранено").waitFor();
});
