import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  changeDraft,
  findDraft,
  keepContentPicture,
  publishContent,
  restoreVersion,
  SHIPPED_CONTENT,
} from "../../src/core/content/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testApp } from "../support/app.ts";
import { granted, makeService, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testApp();
const { db } = app;
const service = await makeService(app, { name: "Стрижка & укладка" });
await makeSpecialist(app);
const bot = await startBot(app);
const anna = bot.person(1001);
await anna.join();
const actor = OPERATOR;

const revision = async () => (await findDraft(db)).revision;
type Change = Parameters<typeof changeDraft>[1]["change"];
const publish = async (...changes: readonly Change[]) => {
  for (const change of changes)
    granted(await changeDraft(app, { revision: await revision(), change, actor }));
  const at = { versionId: randomUUID(), revision: await revision() };
  return granted(await publishContent(app, { ...at, note: "Новое", actor }));
};
/** What was published is spoken within a second or so: it is looked at again and again until it is. */
const menuSays = (words: string) =>
  expect.poll(() => repliesTo("/menu"), { timeout: 5_000 }).toContain(words);

const pagesOffered = async () => {
  await anna.write("/menu");
  await anna.press("ℹ️");
  return anna.captions();
};
const repliesTo = async (words: string) => {
  await anna.write(words);
  return (await anna.last()).text;
};

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe("what the business words itself", () => {
  it("the shipped pages say what settings and price list say, and lead to booking and back", async () => {
    granted(await changeSetting(app, { key: "business.address", typed: "ул. Садовая, <5>", actor }));
    await anna.write("/menu");
    await anna.press("ℹ️ Адрес, цены, вопросы");
    expect(await anna.captions()).toEqual(["📍 Адрес", "💰 Цены", "❓ Вопросы", "📋 Правила", "В меню"]);
    await expect
      .poll(
        async () => {
          await anna.press("📍 Адрес");
          const { text } = await anna.last();
          await anna.press("‹ Назад");
          return text;
        },
        { timeout: 5_000 },
      )
      .toBe("Окошко\n\n📍 ул. Садовая, <5>");
    await anna.press("💰 Цены");
    expect((await anna.last()).text).toBe("Услуги и цены\n\nСтрижка & укладка: 2 000,00 ₽");
    await anna.press("Записаться");
    expect((await anna.last()).text).toContain("Что выбираем?");
    await anna.write("/menu");
    await anna.press("ℹ️ Адрес");
    await anna.press("❓ Вопросы");
    expect((await anna.last()).text).toContain("За 12 часов до визита");
    await anna.press("Правила");
    expect((await anna.last()).text).toContain("10 % стоимости баллами");
  });

  it("is said after it is published, and no more after going back", async () => {
    const page = {
      ...{ slug: "team", title: "Команда", text: "<b>Мария</b> и {имя}", pictureId: "" },
      buttons: [
        { caption: "К Марии", leadsTo: "service", target: service.id },
        { caption: "Сайт", leadsTo: "link", target: "https://okoshko.test/" },
      ],
    } as const;
    const menu = [
      ...SHIPPED_CONTENT.menu.map((one) => (one.target === "book" ? { ...one, caption: "Хочу к вам" } : one)),
      { target: "page", slug: "team", caption: "", joinsRow: true } as const,
    ];
    await publish(
      { kind: "text", key: "menu", text: "Рады видеть, { $name }!" },
      { kind: "page", slug: undefined, page },
      { kind: "menu", menu },
    );
    await menuSays("Рады видеть, Анна!");
    expect(await anna.captions()).toEqual(expect.arrayContaining(["Хочу к вам", "Команда"]));
    await anna.press("Команда");
    expect((await anna.last()).text).toBe("Мария и Анна");
    expect(await anna.captions()).toEqual(["К Марии", "Сайт", "‹ Назад", "В меню"]);
    await anna.press("К Марии");
    expect((await anna.last()).text).toContain("Стрижка & укладка");

    granted(await restoreVersion(app, { versionId: randomUUID(), number: 0, actor }));
    await menuSays("Анна, чем помочь?");
    expect(await anna.captions()).not.toContain("Команда");
    await anna.pressData("ip:team");
    expect((await anna.last()).text).toContain("Этой страницы больше нет. Вот что есть:");
    await anna.pressData("ip:<b>");
    expect((await anna.last()).text).toContain("чем помочь?");
  });

  it("a page with a picture is a message of its own, uploaded once; one goes on from it as from any other", async () => {
    const pictureId = randomUUID();
    granted(await keepContentPicture(app, { pictureId, bytes: PNG }));
    const page = { slug: "photo", title: "Фото", text: "Наш <b>зал</b>", pictureId, buttons: [] };
    await publish({ kind: "page", slug: undefined, page });
    await expect.poll(pagesOffered, { timeout: 5_000 }).toContain("Фото");
    await anna.press("Фото");
    expect((await anna.last()).text).toBe("Наш зал");
    const named = () =>
      db.first(sql`SELECT telegram_file_id FROM content_pictures WHERE id = ${pictureId}::uuid`);
    const name = await named();
    expect(name).toEqual({ telegramFileId: expect.stringMatching(/.+/) });
    await anna.press("‹ Назад");
    expect((await anna.last()).text).toContain("О чём рассказать?");
    await anna.press("Фото");
    expect(await named()).toEqual(name);
  });

  it("words that do not fit under a picture come whole after it, with the buttons", async () => {
    const pictureId = randomUUID();
    granted(await keepContentPicture(app, { pictureId, bytes: PNG }));
    const text = `${"Слово ".repeat(250)}{прайс}`;
    const buttons = [{ caption: "Записаться", leadsTo: "book", target: "" }] as const;
    const page = { slug: "long", title: "Длинная", text, pictureId, buttons };
    await publish({ kind: "page", slug: undefined, page });
    await expect.poll(pagesOffered, { timeout: 5_000 }).toContain("Длинная");
    await anna.press("Длинная");
    const last = await anna.last();
    expect(last.text.startsWith("Слово ".repeat(250).trim())).toBe(true);
    expect(last.text).not.toContain("…");
    expect(await anna.captions()).toContain("Записаться");
    await anna.press("‹ Назад");
    expect((await anna.last()).text).toContain("О чём рассказать?");
  });

  it("PE-5: a service that is gone by now has no button; the page still has the way back", async () => {
    const buttons = [{ caption: "Записаться", leadsTo: "service", target: service.id } as const];
    const page = { slug: "gone", title: "Ушло", text: "Раньше", pictureId: "", buttons };
    await publish({ kind: "page", slug: undefined, page });
    await db.run(sql`UPDATE services SET is_active = false WHERE id = ${service.id}::uuid`);
    await expect.poll(pagesOffered, { timeout: 5_000 }).toContain("Ушло");
    await anna.press("Ушло");
    expect(await anna.captions()).toEqual(["‹ Назад", "В меню"]);
  });

  it("a sentence that a newer product cannot fill is said as shipped, and noted", async () => {
    const broken = { ...SHIPPED_CONTENT, texts: { menu: "{ $gone }", "not-understood": "Слушаю!" } };
    await db.run(sql`
      INSERT INTO content_versions (number, id, content, note, published_at)
      SELECT max(number) + 1, gen_random_uuid(), ${JSON.stringify(broken)}::jsonb, 'Старая', now() FROM content_versions`);
    await expect.poll(() => repliesTo("что?"), { timeout: 5_000 }).toContain("Слушаю!");
    expect((await anna.last()).text).toContain("Анна, чем помочь?");
  });
});
