import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import {
  type ChangeDraftInput,
  changeDraft,
  currentContent,
  discardDraft,
  exportContent,
  findContentPicture,
  findDraft,
  importContent,
  keepContentPicture,
  listVersions,
  publishContent,
  restoreVersion,
  SHIPPED_CONTENT,
} from "../../../src/core/content/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { granted, makeService } from "../../support/make.ts";

const app = await testApp();
const { db } = app;
const actor = OPERATOR;
const PNG = Buffer.from("89504e470d0a1a0a00", "hex");

const revision = async () => (await findDraft(db)).revision;
const change = async (what: ChangeDraftInput["change"], at?: number) =>
  changeDraft(app, { revision: at ?? (await revision()), change: what, actor });
const say = (key: string, text: string | undefined, at?: number) => change({ kind: "text", key, text }, at);
const publish = async (note = "Новое", over: { versionId?: string; revision?: number } = {}) =>
  publishContent(app, { versionId: randomUUID(), revision: await revision(), note, actor, ...over });
const restore = (number: number, versionId: string = randomUUID()) =>
  restoreVersion(app, { versionId, number, actor });
const inForce = async () => (await currentContent(db)).content;

/** Everything that is written about content. */
const footprint = async () => ({
  versions: await listVersions(db, { rowsMax: 100 }),
  draft: await findDraft(db),
  audit: await db.many(sql`SELECT count(*) FROM audit`),
  pictures: await db.many(sql`SELECT count(*) FROM content_pictures`),
});

beforeEach(async () => {
  granted(await discardDraft(app, { revision: await revision(), actor }));
  if ((await currentContent(db)).number > 0) await restore(0);
});

describe("a draft", () => {
  it("is nothing until somebody changes something, and then one for all", async () => {
    expect((await findDraft(db)).content).toBeUndefined();
    const draft = granted(await say("menu", "Привет, { $name }"));
    expect(draft.content?.texts).toEqual({ menu: "Привет, { $name }" });
    expect(await inForce()).toEqual(SHIPPED_CONTENT);
  });

  it("of two editors the second, who did not see the first's step, is refused and writes nothing", async () => {
    const seen = await revision();
    granted(await say("menu", "Один", seen));
    const before = await footprint();
    expect(await say("my-past", "Два", seen)).toMatchObject({ refusal: "draft_changed" });
    expect(await footprint()).toEqual(before);
    granted(await say("my-past", "Два"));
    expect((await findDraft(db)).content?.texts).toEqual({ menu: "Один", "my-past": "Два" });
  });

  it("of ten steps at one moment that saw the same, one is taken", async () => {
    const seen = await revision();
    const steps = await Promise.all(Array.from({ length: 10 }, (_, at) => say("menu", `Раз ${at}`, seen)));
    expect(steps.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await revision()).toBe(seen + 1);
  });

  it("a step that is repeated, or changes nothing, is done and not counted", async () => {
    const seen = await revision();
    granted(await say("menu", "Раз", seen));
    const before = await footprint();
    granted(await say("menu", "Раз", seen));
    granted(await say("my-past", undefined));
    expect(await footprint()).toEqual(before);
  });

  it("keeps no sentence that is the shipped one, and is no draft when it is what is published", async () => {
    granted(await say("menu", "Раз"));
    granted(await say("menu", "<b>{ $business }</b>\n\n{ $name }, чем помочь?\r\n"));
    expect((await findDraft(db)).content).toBeUndefined();
  });

  it("PE-1: knows no text that is not there, and none that is evidence", async () => {
    expect(await say("consent-ask", "Согласны?")).toMatchObject({ refusal: "text_fixed" });
    expect(await say("button-marketing-yes", "Ага")).toMatchObject({ refusal: "text_fixed" });
    expect(await say("no-such-text", "Да")).toMatchObject({ refusal: "unknown_text" });
  });
});

describe("publishing", () => {
  it("makes a version in force, numbered, with its note, and leaves no draft", async () => {
    granted(await say("menu", "Привет"));
    const version = granted(await publish("  Короче  "));
    expect(version).toMatchObject({ note: "Короче", restoredFrom: undefined });
    expect((await inForce()).texts).toEqual({ menu: "Привет" });
    expect((await findDraft(db)).content).toBeUndefined();
    expect((await listVersions(db, { rowsMax: 1 }))[0]).toEqual(version);
  });

  it("is one version however often it is asked for under one id", async () => {
    granted(await say("menu", "Привет"));
    const input = { versionId: randomUUID(), revision: await revision() };
    const versions = await Promise.all(Array.from({ length: 5 }, () => publish("Раз", input)));
    expect(new Set(versions.map((one) => granted(one).number)).size).toBe(1);
    const before = await footprint();
    granted(await publish("Раз", input));
    expect(await footprint()).toEqual(before);
  });

  it("of several publishers at one moment one publishes", async () => {
    granted(await say("menu", "Привет"));
    const at = await revision();
    const tries = await Promise.all(Array.from({ length: 5 }, () => publish("Раз", { revision: at })));
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    ["Не хватает переменной { $amount }", () => say("pay-title", "Платите")],
    ["Текст не прочесть", () => say("pay-title", "Платите { $amount")],
    ["В меню нет кнопки", () => change({ kind: "menu", menu: SHIPPED_CONTENT.menu.slice(1) })],
    [
      "Разметка",
      () =>
        change({
          kind: "page",
          slug: undefined,
          page: { slug: "a", title: "А", text: "<b>Мы", pictureId: "", buttons: [] },
        }),
    ],
  ])("a broken draft is refused and writes nothing: %s", async (problem, breakIt) => {
    await breakIt();
    const before = await footprint();
    const refused = await publish();
    expect(refused).toMatchObject({ refusal: "content_broken" });
    expect(JSON.stringify(refused)).toContain(problem.slice(0, 12));
    expect(await footprint()).toEqual(before);
  });

  it("needs a note, a draft, and the draft that was seen", async () => {
    expect(await publish()).toMatchObject({ refusal: "nothing_to_publish" });
    granted(await say("menu", "Привет"));
    expect(await publish(" ")).toMatchObject({ refusal: "version_note_missing" });
    expect(await publish("ё".repeat(301))).toMatchObject({ refusal: "version_note_too_long" });
    expect(await publish("Раз", { revision: (await revision()) - 1 })).toMatchObject({
      refusal: "draft_changed",
    });
  });
});

describe("going back", () => {
  it("publishes what an older version said as a new one; a draft that is edited stays", async () => {
    granted(await say("menu", "Первый"));
    const first = granted(await publish());
    granted(await say("menu", "Второй"));
    granted(await publish());
    granted(await say("my-past", "Черновик"));
    const back = granted(await restore(first.number));
    expect(back).toMatchObject({ restoredFrom: first.number, note: `Возврат к версии ${first.number}` });
    expect((await inForce()).texts).toEqual({ menu: "Первый" });
    expect((await findDraft(db)).content?.texts).toMatchObject({ "my-past": "Черновик" });
    const shipped = granted(await restore(0));
    expect(shipped.number).toBe(back.number + 1);
    expect(await inForce()).toEqual(SHIPPED_CONTENT);
  });

  it("refuses a version that is not there, that is in force, and that is broken by now", async () => {
    expect(await restore(9_999)).toMatchObject({ refusal: "unknown_version" });
    expect(await restore(0)).toMatchObject({ refusal: "version_is_current" });
    const service = await makeService(app);
    const button = { caption: "Стрижка", leadsTo: "service", target: service.id } as const;
    const page = { slug: "cut", title: "Стрижка", text: "Стрижём", pictureId: "", buttons: [button] };
    granted(await change({ kind: "page", slug: undefined, page }));
    const { number } = granted(await publish());
    granted(await restore(0));
    await db.run(sql`UPDATE services SET is_active = false WHERE id = ${service.id}::uuid`);
    expect(await restore(number)).toMatchObject({ refusal: "content_broken" });
  });

  it("is one version under one id", async () => {
    granted(await say("menu", "Первый"));
    granted(await publish());
    const id = randomUUID();
    const both = await Promise.all([restore(0, id), restore(0, id)]);
    expect(new Set(both.map((one) => granted(one).number)).size).toBe(1);
  });
});

describe("a file", () => {
  const carried = async () => {
    const pictureId = randomUUID();
    granted(await keepContentPicture(app, { pictureId, bytes: PNG }));
    const page = { slug: "team", title: "Команда", text: "Мы", pictureId, buttons: [] };
    granted(await say("menu", "Привет"));
    const { content } = granted(await change({ kind: "page", slug: undefined, page }));
    if (content === undefined) expect.fail("there is a draft");
    return { content, pictureId, file: await exportContent(db, content, app.clock.now()) };
  };

  it("carries the texts, the menu, the pages and their pictures: import of an export is the same", async () => {
    const { content, pictureId, file } = await carried();
    granted(await discardDraft(app, { revision: await revision(), actor }));
    await db.run(sql`DELETE FROM content_pictures WHERE id = ${pictureId}::uuid`);
    const read = JSON.parse(JSON.stringify(file)) as unknown;
    const imported = await importContent(app, { file: read, revision: await revision(), actor });
    expect(imported).toMatchObject({ ok: true, value: { content } });
    expect(Buffer.from((await findContentPicture(db, pictureId))?.bytes ?? [])).toEqual(PNG);
    expect(await inForce()).toEqual(SHIPPED_CONTENT);
  });

  it("that is wrong is told whole, and nothing of it is written", async () => {
    const { file } = await carried();
    granted(await discardDraft(app, { revision: await revision(), actor }));
    const before = await footprint();
    const wrong = {
      ...file,
      content: { ...file.content, texts: { "pay-title": "Платите", nothing: "x" }, menu: [] },
      pictures: { [randomUUID()]: { kind: "png", base64: "AAAA" } },
    };
    const told = await importContent(app, { file: wrong, revision: await revision(), actor });
    expect(told).toMatchObject({ ok: false });
    const mistakes = "mistakes" in told ? told.mistakes : [];
    expect(mistakes).toEqual(
      expect.arrayContaining([
        "Текст «Оплата: сумма»: Не хватает переменной { $amount }: без неё клиент не узнает главного.",
        "Текст «nothing»: Такого текста в боте нет.",
        expect.stringContaining("Меню: В меню нет кнопки «Запись на визит»"),
        expect.stringContaining("это не JPEG и не PNG"),
      ]),
    );
    for (const junk of [null, 5, "x", [], {}, { ...file, format: 2 }, { ...file, more: 1 }]) {
      const answer = await importContent(app, { file: junk, revision: await revision(), actor });
      expect("mistakes" in answer && answer.mistakes.length > 0).toBe(true);
    }
    expect(await footprint()).toEqual(before);
  });

  it("whose shape is wrong is told by the names that its editor sees", async () => {
    const { file } = await carried();
    const [page, ...pages] = file.content.pages;
    const button = { caption: "К нам", leadsTo: "moon", target: "" };
    const content = {
      ...{ texts: { "pay-title": 5 }, menu: [{ target: "book" }, { target: "nowhere" }] },
      pages: [{ ...page, title: "Цены", buttons: [button] }, ...pages],
    };
    const told = await importContent(app, { file: { ...file, content }, revision: await revision(), actor });
    expect("mistakes" in told ? told.mistakes : []).toEqual(
      expect.arrayContaining([
        "Страница «Цены», кнопка 1, куда ведёт: такого значения не бывает",
        "Меню, кнопка 2, что откроет: такого значения не бывает",
        expect.stringMatching(/^Текст «Оплата: сумма/),
      ]),
    );
    const stranger = await importContent(app, { file: { a: 1 }, revision: await revision(), actor });
    expect("mistakes" in stranger && stranger.mistakes[0]).toMatch(/^Это не файл с текстами бота/);
  });

  it("is refused when the draft is another by now, pictures and all", async () => {
    const { file, pictureId } = await carried();
    granted(await discardDraft(app, { revision: await revision(), actor }));
    await db.run(sql`DELETE FROM content_pictures WHERE id = ${pictureId}::uuid`);
    const before = await footprint();
    const stale = await importContent(app, { file, revision: (await revision()) - 1, actor });
    expect(stale).toMatchObject({ ok: false, refusal: "draft_changed" });
    expect(await footprint()).toEqual(before);
  });

  it("pictures are JPEG or PNG of at most 2 MB", async () => {
    const keep = (bytes: Uint8Array) => keepContentPicture(app, { pictureId: randomUUID(), bytes });
    expect(await keep(Buffer.from("GIF89a"))).toMatchObject({ refusal: "picture_unreadable" });
    expect(await keep(Buffer.alloc(2 * 1024 * 1024 + 1))).toMatchObject({ refusal: "picture_too_large" });
  });
});
