import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { feedBroadcasts, findBroadcast } from "../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { linkStaff, setConsent } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { findSegmentByName } from "../../src/core/segments/index.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testDatabase } from "../support/database.ts";
import { broadcastPages, LIST, typed } from "./broadcast-pages.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeClient, makeService, makeSpecialist } from "./salon.ts";
import { signedIn, Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const ownerLogin = await makeStaff(app, { role: "owner", name: "Ольга" });
const owner = await signedIn(url, ownerLogin);
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const specialistId = await makeSpecialist(app, "Мария");
const master = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));
const serviceId = await makeService(app, "Стрижка");
const anna = await makeClient(app, "Анна Кузнецова");
await makeClient(app, "Борис");
granted(await setConsent(app, { clientId: anna, kind: "marketing", action: "given", pressed: "Да" }));

const set = async (key: string, typed: string) =>
  granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
beforeAll(async () => {
  await set("quietHours", "00:00–00:00");
  await set("marketing.enabled", "да");
});

const { onList, onRow, formOf, cardOf, offeredOn } = broadcastPages(owner);

const SWITCH = {
  text: "Настройка «Рекламные рассылки»",
  href: "pages/setup?tab=settings&find=marketing.enabled",
};
const PNG = Buffer.from("89504e470d0a1a0a0000", "hex");
const dataUrl = (bytes: Buffer) => `data:image/png;base64,${bytes.toString("base64")}`;
async function written(over: object = {}): Promise<string> {
  const form = typed(over);
  const answer = await onList("addBroadcast", form);
  expect(answer.notice?.message).toContain("сохранена");
  return form.broadcastId;
}

describe("MS-3: a broadcast is written in the panel", () => {
  it("once by one form, with a segment, buttons and a picture, which only those who may see it get", async () => {
    const segment = await findSegmentByName(db, "Новые (1 визит)");
    const form = typed({
      audience: segment?.id,
      picture: dataUrl(PNG),
      buttons: JSON.stringify([
        { label: "Записаться", leadsTo: "service", target: serviceId },
        { label: "Сайт", leadsTo: "link", target: "https://okoshko.test/" },
      ]),
    });
    await onList("addBroadcast", form);
    const answer = (await onList("addBroadcast", form)) as unknown as { redirectUrl: string };
    expect(answer.redirectUrl).toBe(`/admin/resources/Broadcast/records/${form.broadcastId}/show`);
    expect(await findBroadcast(db, form.broadcastId)).toMatchObject({
      ...{
        title: "Осень",
        kind: "marketing",
        segmentName: "Новые (1 визит)",
        hasPicture: true,
        state: "draft",
      },
      buttons: [
        { label: "Записаться", leadsTo: "service", serviceId },
        { label: "Сайт", leadsTo: "link", url: "https://okoshko.test/" },
      ],
    });
    const picture = `/admin/broadcast-pictures/${form.broadcastId}`;
    const got = await owner.get(picture);
    expect([got.status, got.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect((await master.get(picture)).status).toBe(403);
    expect((await new Visitor(url).get(picture)).status).not.toBe(200);
    expect((await owner.get(`/admin/broadcast-pictures/${randomUUID()}`)).status).toBe(404);
    expect((await owner.get("/admin/broadcast-pictures/x")).status).toBe(404);
  });

  it("is changed, keeps its picture, loses it, and is listed with what it is", async () => {
    const id = await written({ picture: dataUrl(PNG) });
    await onRow(
      id,
      "changeBroadcast",
      typed({ broadcastId: randomUUID(), title: "Зима", picture: "/admin/broadcast-pictures/x" }),
    );
    expect(await findBroadcast(db, id)).toMatchObject({ title: "Зима", hasPicture: true });
    await onRow(id, "changeBroadcast", typed({ title: "Зима", picture: "none", kind: "informational" }));
    expect(await findBroadcast(db, id)).toMatchObject({ kind: "informational", hasPicture: false });
    const { records } = (await owner.get(`${LIST}/list?perPage=50`)).json;
    expect(records?.find((record) => record.id === id)?.params).toMatchObject({
      ...{ title: "Зима", kind: "информационная", state: "черновик", audience: "все клиенты", progress: "" },
    });
  });

  it.each<[object, string, RegExp]>([
    [{ title: " " }, "title", /^Назовите рассылку/],
    [{ text: "" }, "text", /^Напишите текст/],
    [{ text: "Привет, {отчество}" }, "text", /^Такой подстановки нет: \{отчество\}. Есть: \{имя\}/],
    [{ text: "<b>Привет" }, "text", /^Разметка сломана у «<b>»/],
    [{ picture: dataUrl(Buffer.from("GIF89a")) }, "picture", /JPEG или PNG/],
    [{ picture: "data:image/png;base64,@@" }, "picture", /JPEG или PNG/],
    [{ picture: dataUrl(Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)])) }, "picture", /не больше 5 МБ/],
    [{ buttons: '[{"label":"Да","leadsTo":"link","target":"http://x"}]' }, "buttons", /начинается с https/],
    [{ buttons: '[{"label":"Да","leadsTo":"service","target":""}]' }, "buttons", /куда ведёт/],
    [{ buttons: "{" }, "buttons", /куда ведёт/],
    [{ audience: randomUUID() }, "audience", /сегмента больше нет/],
    [{ audience: "own" }, "audience", /Выберите, кому/],
    [{ kind: "hot" }, "kind", /какая это рассылка/],
  ])("is not with %j", async (over, field, message) => {
    const form = typed(over);
    const { refused } = await onList("addBroadcast", form);
    expect(refused).toMatchObject({ field, message: expect.stringMatching(message) });
    expect(await findBroadcast(db, form.broadcastId)).toBeUndefined();
  });

  it("a body that only a picture needs is taken by that form alone, and by no other", async () => {
    const big = "x".repeat(600 * 1024);
    expect((await owner.post(`${LIST}/addBroadcast`, { picture: big })).status).toBe(200);
    expect((await owner.post(`${LIST}/addBroadcast`, { picture: big.repeat(14) })).status).toBe(413);
    for (const path of [
      "Segment/actions/addSegment",
      `Client/records/${anna}/setTags`,
      `Broadcast/records/${randomUUID()}/startBroadcast`,
    ]) {
      expect((await owner.post(`/admin/api/resources/${path}`, { picture: big })).status).toBe(413);
    }
  });
});

describe("MS-3: a broadcast is looked at before it goes", () => {
  it("in its form, as it will look, with nothing written", async () => {
    const form = typed({
      picture: dataUrl(PNG),
      buttons: JSON.stringify([{ label: "Сайт", leadsTo: "link", target: "https://a.test/" }]),
    });
    const answer = (await onList("addBroadcast", { ...form, isPreview: "true" })) as unknown as {
      look: object;
    };
    expect(answer.look).toEqual({
      html: "Здравствуйте, Ольга! <b>Скидки</b>",
      buttons: ["Сайт", "Не присылать такое"],
      hasGivenPicture: true,
    });
    expect(await findBroadcast(db, form.broadcastId)).toBeUndefined();
    const refused = await onList("addBroadcast", { ...form, text: "{", isPreview: "true" });
    expect(refused.refused?.message).toContain("Такой подстановки нет: {. Есть: {имя}");
    expect((await onList("addBroadcast", { ...form, text: "<b>", isPreview: "true" })).refused?.field).toBe(
      "text",
    );
  });

  it("by a hint whose address and telephone are those that the message will have", async () => {
    await set("business.address", "Тверь, Речная ул., 3");
    await set("business.phone", "+7 900 111-22-33");
    type Told = { readonly fields: readonly { readonly name: string; readonly hint?: string }[] };
    const form = (await owner.get(`${LIST}/addBroadcast`)).json.form as unknown as Told;
    const hint = form.fields.find(({ name }) => name === "text")?.hint?.replaceAll("\u00a0", " ") ?? "";
    const asked = typed({ text: "{адрес}|{телефон}", isPreview: "true" });
    const { look } = (await onList("addBroadcast", asked)) as unknown as { look: { html: string } };
    const [address, phone] = look.html.split("|");
    expect(address).toBe("Тверь, Речная ул., 3");
    expect(hint).toContain(`{адрес} → ${address}, {телефон} → ${phone?.replaceAll("\u00a0", " ")}`);
  });

  it("as a chosen client sees it, by a part of the name", async () => {
    const id = await written({ text: "{имя}, {последний визит|давно не виделись}" });
    const seen = (await onRow(id, "previewBroadcast", { client: "кузнец" })) as unknown as {
      look: { html: string };
      counted: string;
    };
    expect(seen.look.html).toBe("Анна, давно не виделись");
    expect(seen.counted).toContain("Анна Кузнецова");
    expect((await onRow(id, "previewBroadcast", { client: "Никто" })).refused?.field).toBe("client");
    expect((await onRow(id, "previewBroadcast", { client: "" })).refused?.field).toBe("client");
  });

  it("by a dry run that says who is left out and why, and that advertisements are off (MS-7)", async () => {
    const id = await written();
    expect((await formOf(id, "countReaders")).intro.replaceAll("\u00a0", " ").split("\n")).toEqual([
      "Рассылка «Осень».",
      "",
      "Под условия подходят: 2 клиента.",
      "Если начать сейчас, получат: 1 клиент.",
      "",
      "Не получат:",
      "— не соглашались на рассылки: 1",
      expect.stringMatching(/^ {3}\S/),
    ]);
    await set("marketing.enabled", "нет");
    expect((await formOf(id, "countReaders")).intro).toContain("Рекламные рассылки выключены");
    expect(await formOf(id, "startBroadcast")).toMatchObject({
      submit: "",
      intro: expect.stringContaining("пока не начнётся: рекламные рассылки выключены"),
      way: {
        text: "Настройка «Рекламные рассылки»",
        href: "pages/setup?tab=settings&find=marketing.enabled",
      },
    });
    const refused = (await onRow(id, "startBroadcast")).refused;
    expect(refused).toMatchObject({ message: expect.stringContaining("выключены"), way: SWITCH });
    expect((await owner.get(`${LIST}/addBroadcast`)).json.form?.way).toEqual(SWITCH);
    await set("marketing.enabled", "да");
  });

  it("counted anew while it is written: for whom is chosen and nothing else is there yet", async () => {
    const counted = async (audience: string, who = owner, kind = "marketing") => {
      const asked = { audience, kind, isPreview: "true", isCount: "true" };
      const answer = await onList("addBroadcast", asked, who);
      return answer.counted?.replaceAll("\u00a0", " ") ?? answer.refused?.message;
    };
    const segment = await findSegmentByName(db, "Новые (1 визит)");
    const before = await db.first(sql`SELECT count(*) AS broadcasts FROM broadcasts`);
    const fewer = "Получит 1 из 2 подходящих. Не получат — не соглашались на рассылки: 1.";
    expect(await counted("all")).toBe(fewer);
    expect(await counted("all", owner, "informational")).toBe("Получат 2 из 2 подходящих.");
    expect(await counted(segment?.id ?? "")).toBe("Под условия сейчас не подходит никто.");
    expect(await counted("all", admin)).toBe(fewer);
    expect(await counted(randomUUID())).toMatch(/[а-я]/);
    expect(await counted("", master)).toBeUndefined();
    expect(await db.first(sql`SELECT count(*) AS broadcasts FROM broadcasts`)).toEqual(before);
  });

  it("by a try sent to whoever asks, once", async () => {
    const id = await written();
    const testId = randomUUID();
    expect((await onRow(id, "tryBroadcast", { testId })).notice?.message).toContain(
      "свяжите себя с Telegram",
    );
    granted(await linkStaff(app, { staffId: ownerLogin.id, telegramId: 5005, actor: OPERATOR }));
    for (let time = 0; time < 2; time += 1) {
      expect((await onRow(id, "tryBroadcast", { testId })).notice?.message).toContain("Проба отправлена");
    }
    const tries = await app.db.many(sql`SELECT staff_id FROM outbox WHERE kind = 'broadcast_test'`);
    expect(tries).toEqual([{ staffId: ownerLogin.id }]);
    expect((await onRow(id, "tryBroadcast", { testId: "x" })).notice?.type).toBe("error");
  });
});

describe("MS-3: a broadcast is steered from its page", () => {
  it("started, paused, resumed, cancelled, with the buttons of each state", async () => {
    const id = await written();
    const waiting = [
      "changeBroadcast",
      "countReaders",
      "startBroadcast",
      "scheduleBroadcast",
      "cancelBroadcast",
    ];
    expect(await offeredOn(id)).toEqual(expect.arrayContaining(waiting));
    expect(await offeredOn(id)).not.toContain("pauseBroadcast");
    expect((await formOf(id, "startBroadcast")).intro.replaceAll("\u00a0", " ")).toContain(
      "Получат: 1 клиент.",
    );
    expect((await onRow(id, "startBroadcast")).notice?.message).toContain("началась");
    expect(await offeredOn(id)).toEqual(expect.arrayContaining(["pauseBroadcast", "cancelBroadcast"]));
    expect(await offeredOn(id)).not.toContain("changeBroadcast");
    expect((await cardOf(id)).progress).toEqual({
      ...{ percent: 0, words: expect.stringMatching(/^собираем получателей: 1\sклиент$/) },
    });
    await feedBroadcasts(app);
    expect(await cardOf(id)).toMatchObject({
      ...{ state: "running", stateWords: "идёт", isMoving: true },
      progress: { percent: 0, words: expect.stringMatching(/^0 из 1/) },
      look: { html: "Здравствуйте, Ольга! <b>Скидки</b>" },
    });
    expect((await onRow(id, "pauseBroadcast")).notice?.message).toContain("на паузе");
    expect((await cardOf(id)).isMoving).toBe(false);
    expect((await onRow(id, "resumeBroadcast")).notice?.message).toContain("продолжается");
    expect((await onRow(id, "cancelBroadcast")).notice?.message).toContain("отменена");
    expect((await onRow(id, "startBroadcast")).notice?.message).toContain("закончилась или отменена");
    const card = await cardOf(id);
    expect(card.figures.map(({ label }) => label)).toEqual(
      expect.arrayContaining([
        "Доставлено",
        "Не дошло: бот заблокирован",
        "Не вышло",
        "Нажали кнопку",
        "Записались",
        "Принесли",
      ]),
    );
    const labels = card.facts.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(["Началась", "Отменена"]));
    expect(labels).not.toContain("Закончилась");
    expect(card.facts).toContainEqual({
      label: "Не вошли в рассылку",
      value: "не соглашались на рассылки: 1",
    });
  });

  it("planned for a moment ahead, not for one that has passed, and not for nobody", async () => {
    const id = await written();
    const refused = await onRow(id, "scheduleBroadcast", { day: "2020-01-01", time: "12:00" });
    expect(refused.refused).toEqual({ field: "time", message: "Это время уже прошло." });
    expect((await onRow(id, "scheduleBroadcast", { day: "", time: "12:00" })).refused?.field).toBe("time");
    expect(
      (await onRow(id, "scheduleBroadcast", { day: "2099-01-01", time: "12:00" })).notice?.message,
    ).toContain("запланирована");
    expect((await cardOf(id)).stateWords).toContain("запланирована на чт, 1 янв 2099, 12:00");
    await onRow(id, "cancelBroadcast");
    // It never began, so it did not end either.
    const labels = (await cardOf(id)).facts.map(({ label }) => label);
    expect(labels).toContain("Отменена");
    for (const label of ["Началась", "Закончилась"]) expect(labels).not.toContain(label);
    const segment = await findSegmentByName(db, "Постоянные (5+ визитов)");
    const nobodys = await written({ audience: segment?.id });
    expect((await onRow(nobodys, "startBroadcast")).notice?.message).toContain("никто не получит");
  });

  it("is an administrator's business too, and not a specialist's (PE-3)", async () => {
    const id = await written();
    expect((await onRow(id, "cancelBroadcast", {}, admin)).notice?.type).toBe("success");
    expect((await master.get(`${LIST}/list`)).status).toBe(403);
    expect((await master.post(`${LIST}/addBroadcast`, typed())).status).toBe(403);
  });
});
