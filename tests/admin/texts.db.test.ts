import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { PagePreview } from "../../src/admin/pages/texts/preview.ts";
import type { TextsState } from "../../src/admin/pages/texts/state.ts";
import type { StepAnswer } from "../../src/admin/pages/texts/steps.ts";
import { VARIABLE_WORDS } from "../../src/admin/pages/texts/variable-words.ts";
import { currentContent, listVersions, namesIn, shippedTexts } from "../../src/core/content/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const serviceId = await makeService(app, "Стрижка");
const specialistId = await makeSpecialist(app, "Мария");
const clientId = await makeClient(app, "<b>Анна</b> Петрова");
await makeBooking(app, { clientId, serviceId, slotId: await makeSlot(app, specialistId, 30) });
const owner = await signedIn(url, await makeStaff(app, { role: "owner", name: "Ольга" }));
const admin = await signedIn(url, await makeStaff(app, { role: "admin", name: "Игорь" }));
const master = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));

const PAGE = "/admin/api/pages/texts";
const read = async <T>(who: Visitor, query = ""): Promise<T> => {
  const answer = await who.get(`${PAGE}${query}`);
  expect(answer.status).toBe(200);
  return answer.json as unknown as T;
};
const stateOf = async (who = owner) => (await read<{ state: TextsState }>(who)).state;
const step = async <T = StepAnswer>(who: Visitor, data: Readonly<Record<string, unknown>>): Promise<T> => {
  const { revision } = (await stateOf()).draft;
  const answer = await who.post(PAGE, { revision, ...data });
  expect(answer.status).toBe(200);
  return answer.json as unknown as T;
};
const say = (who: Visitor, text: string, over: object = {}) =>
  step(who, { do: "saveText", key: "menu", text, ...over });
const publish = (who: Visitor, note = "Новое") => step(who, { do: "publish", versionId: randomUUID(), note });

const PNG =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

beforeEach(async () => {
  await step(owner, { do: "discard" });
  if ((await currentContent(db)).number > 0)
    await step(owner, { do: "restore", versionId: randomUUID(), number: 0 });
});

describe("a version that a link leads to", () => {
  it("is told however old it is, with all that came after it", async () => {
    for (let one = 0; one < 33; one += 1) {
      await say(owner, `Рады видеть, раз ${one}`);
      await publish(owner, `Раз ${one}`);
    }
    type Told = { readonly versions: readonly { readonly number: number }[] };
    const numbers = async (query: string) =>
      (await read<Told>(owner, `?what=versions${query}`)).versions.map(({ number }) => number);
    const { number: newest } = await currentContent(db);
    expect((await numbers("")).length).toBe(30);
    const led = await numbers("&led=1");
    expect([led[0], led.at(-1), led.length]).toEqual([newest, 1, newest]);
    for (const query of [`&led=${newest}`, "&led=x", "&led=-5", "&led=999999999"])
      expect((await numbers(query)).length, query).toBe(30);
  });
});

describe("who may", () => {
  it("PE-3: managers open the page, edit and publish; a specialist and a stranger may nothing", async () => {
    for (const who of [owner, admin]) {
      const state = await stateOf(who);
      expect([state.mayPublish, state.texts.length > 600]).toEqual([true, true]);
    }
    const steps = [
      { do: "saveText", key: "menu", text: "Взлом" },
      { do: "publish", versionId: randomUUID(), note: "x" },
    ];
    for (const body of [...steps, { do: "restore", number: 0 }, { do: "import" }, { do: "keepPicture" }]) {
      expect((await master.post(PAGE, body)).status).toBe(403);
      expect((await new Visitor(url).post(PAGE, body)).status).toBe(401);
    }
    for (const query of ["", "?what=versions", "?what=file", "?what=readers&typed=a", "?what=differences"])
      expect((await master.get(`${PAGE}${query}`)).status).toBe(403);
    expect((await stateOf()).draft.isOpen).toBe(false);
  });
});

describe("a draft on the page", () => {
  it("is saved, compared, published with a note, and brought back with one press", async () => {
    const saved = await say(admin, "Рады видеть, { $name }!");
    expect(saved).toMatchObject({
      message: "Текст сохранён в черновике.",
      state: { draft: { differences: 1 } },
    });
    expect(saved.state.draft.changed).toContain("Игорь");
    const { differences } = await read<{ differences: readonly object[] }>(owner, "?what=differences");
    expect(differences).toEqual([
      {
        key: "text:menu",
        title: "Главное меню: приветствие",
        before: "<b>{ $business }</b>\n\n{ $name }, чем помочь?",
        after: "Рады видеть, { $name }!",
      },
    ]);
    const published = await publish(owner, "Теплее");
    expect(published.message).toMatch(/^Версия \d+ опубликована/);
    const { versions } = await read<{ versions: readonly { number: number; note: string }[] }>(
      owner,
      "?what=versions",
    );
    expect(versions[0]).toMatchObject({
      note: "Теплее",
      isCurrent: true,
      told: expect.stringContaining("Ольга"),
    });
    const back = await step(owner, { do: "restore", versionId: randomUUID(), number: 0 });
    expect(back.message).toContain("Возврат к исходным текстам");
    expect((await currentContent(db)).content.texts).toEqual({});
    const told = await db.many<{ action: string }>(
      sql`SELECT action FROM audit WHERE subject_kind = 'bot_content'`,
    );
    expect(new Set(told.map(({ action }) => action))).toEqual(
      new Set(["change_bot_draft", "publish_bot_content", "restore_bot_content"]),
    );
    const journal = await owner.get("/admin/api/resources/AuditEntry/actions/list");
    expect(journal.text).toContain("опубликовал тексты бота");
    expect(journal.text).toContain("тексты бота");
  });

  it("of two editors the second is told that it changed, by whom, and loses nothing", async () => {
    const { revision } = (await stateOf()).draft;
    await say(owner, "Один", { revision });
    const late = await say(admin, "Два", { revision });
    expect(late).toMatchObject({ isRefused: true, isStale: true });
    expect(late.message).toMatch(/^Черновик тем временем изменили.*Ольга/);
    expect(late.state.texts.find(({ key }) => key === "menu")?.own).toBe("Один");
    expect(await say(admin, "Два")).not.toHaveProperty("isRefused");
  });

  it("that is broken says where, and is not published", async () => {
    const broken = await step(owner, { do: "saveText", key: "pay-title", text: "Платите <b>" });
    expect(broken.state.problems).toEqual([
      {
        place: { part: "text", key: "pay-title" },
        sentence: "Не хватает переменной { $amount }: без неё клиент не узнает главного.",
        isWarning: false,
      },
      {
        place: { part: "text", key: "pay-title" },
        sentence: "Разметка: <b> — тег не закрыт.",
        isWarning: false,
      },
    ]);
    const refused = await publish(owner);
    expect(refused).toMatchObject({ isRefused: true });
    expect(refused.message).toContain("Опубликовать нельзя, пока есть ошибки. Не хватает");
  });

  it("holds a menu and pages; a picture is seen by managers alone", async () => {
    const pictureId = randomUUID();
    expect(await step(owner, { do: "keepPicture", pictureId, picture: PNG })).toEqual({ pictureId });
    const page = {
      ...{ slug: "team", title: "Команда", text: "Мы, {имя}", pictureId },
      buttons: [{ caption: "К Марии", leadsTo: "service", target: serviceId }],
    };
    const saved = await step(owner, { do: "savePage", slug: "", page: JSON.stringify(page) });
    expect(saved.state.pages.at(-1)).toEqual(page);
    const { menu } = saved.state;
    const longer = [...menu, { target: "page", slug: "team", caption: "", joinsRow: false }];
    await step(owner, { do: "saveMenu", menu: JSON.stringify(longer) });
    const moved = await step(owner, { do: "movePage", slug: "team", by: -9 });
    expect([moved.state.pages[0]?.slug, moved.state.menu.at(-1)?.slug]).toEqual(["team", "team"]);
    const look = await step<object>(owner, {
      do: "previewPage",
      slug: "team",
      page: JSON.stringify(page),
      client: clientId,
    });
    expect(look).toEqual({
      problems: [],
      look: {
        html: "Мы, &lt;b&gt;Анна&lt;/b&gt;",
        buttons: ["К Марии", "‹ Назад", "В меню"],
        pictureUrl: `/admin/content-pictures/${pictureId}`,
      },
    });
    const picture = `/admin/content-pictures/${pictureId}`;
    expect((await owner.get(picture)).headers.get("content-type")).toBe("image/png");
    expect((await master.get(picture)).status).toBe(403);
    expect((await owner.get(`/admin/content-pictures/${randomUUID()}`)).status).toBe(404);
    const dropped = await step(owner, { do: "dropPage", slug: "team" });
    expect(dropped.state.draft.isOpen).toBe(false);
  });
});

describe("a preview", () => {
  type Preview = {
    readonly problems: readonly string[];
    readonly looks: readonly { label: string; look: { html: string } }[];
  };
  const preview = (key: string, text: string, client = "") =>
    step<Preview>(owner, { do: "previewText", key, text, client });

  it("says a text as the chosen client reads it, and a made-up one otherwise; what they are called does no harm", async () => {
    const hers = await preview("menu", "{ $name }, вы в { $business }", clientId);
    expect(hers.looks[0]?.look.html).toBe("&lt;b&gt;Анна&lt;/b&gt; Петрова, вы в Окошко");
    expect((await preview("menu", "{ $name }")).looks[0]?.look.html).toBe("Анна");
    const visit = await preview("booking-what", "{ $service }", clientId);
    expect(visit.looks[0]?.look.html).toBe("Стрижка");
  });

  it("shows each form, and says at once what is wrong", async () => {
    const { texts } = await stateOf();
    const minutes = texts.find(({ key }) => key === "minutes")?.shipped ?? "";
    const { looks } = await preview("minutes", minutes);
    expect(looks.map(({ label, look }) => `${label}: ${look.html}`)).toEqual([
      "1: 1 минута",
      "3: 3 минуты",
      "5: 5 минут",
    ]);
    expect(await preview("minutes", "{ $hours }")).toEqual({
      problems: ["Переменной { $hours } здесь нет. Можно: { $count }."],
      looks: [],
    });
  });

  it("of every shipped text can be drawn", async () => {
    for (const { key, shipped } of (await stateOf()).texts.filter((_, at) => at % 7 === 0)) {
      const { problems, looks } = await preview(key, shipped, clientId);
      expect([key, problems, looks.length > 0]).toEqual([key, [], true]);
    }
  });

  it("finds readers by name or telephone", async () => {
    const found = await read<{ readers: readonly object[] }>(
      owner,
      `?what=readers&typed=${encodeURIComponent("анна")}`,
    );
    expect(found.readers).toEqual([{ value: clientId, label: "<b>Анна</b> Петрова" }]);
  });
});

describe("a file", () => {
  const dataOf = (text: string) => `data:application/json;base64,${Buffer.from(text).toString("base64")}`;

  it("of the draft, loaded again, is the same draft", async () => {
    await say(owner, "Рады видеть!");
    const file = await owner.get(`${PAGE}?what=file`);
    expect(file.headers.get("content-disposition")).toContain("bot-draft.json");
    await step(owner, { do: "discard" });
    const loaded = await step(owner, { do: "import", file: dataOf(file.text) });
    expect(loaded.message).toBe("Файл загружен в черновик. Проверьте и опубликуйте.");
    expect(loaded.state.texts.find(({ key }) => key === "menu")?.own).toBe("Рады видеть!");
  });

  it("of what is published is no draft, and says so, whether or not there was one", async () => {
    const { text } = await owner.get(`${PAGE}?what=file`);
    const load = () => step(owner, { do: "import", file: dataOf(text) });
    const same = await load();
    expect(same.message).toBe("В файле то же, что опубликовано: менять нечего.");
    expect([same.isRefused, same.state.draft.isOpen]).toEqual([undefined, false]);
    await say(owner, "Рады видеть!");
    const undone = await load();
    expect(undone.message).toBe("В файле то же, что опубликовано: черновика больше нет.");
    expect(undone.state.draft.isOpen).toBe(false);
  });

  it("without a draft is called after the version that it holds", async () => {
    const nameOf = async (query: string) =>
      (await owner.get(`${PAGE}?what=file${query}`)).headers.get("content-disposition");
    await say(owner, "Рады видеть!");
    expect(await nameOf("")).toContain("bot-draft.json");
    await step(owner, { do: "discard" });
    const { number } = (await stateOf()).published;
    expect(await nameOf("")).toContain(number === 0 ? "bot-shipped.json" : `bot-v${number}.json`);
  });

  it("that is wrong changes nothing and says all that is wrong", async () => {
    const file = JSON.parse((await owner.get(`${PAGE}?what=file&number=0`)).text) as {
      content: { texts: object };
    };
    file.content.texts = { "pay-title": "Платите", "consent-ask": "Да?" };
    const told = await step(owner, { do: "import", file: dataOf(JSON.stringify(file)) });
    expect([told.isRefused, told.mistakes?.length]).toEqual([true, 2]);
    for (const junk of ["", "{", "[]", '{"kind":"okoshko-bot-content"}'])
      expect((await step(owner, { do: "import", file: dataOf(junk) })).isRefused).toBe(true);
    expect((await stateOf()).draft.isOpen).toBe(false);
  });
});

it("whatever is asked or sent, the answer is a sentence and nothing is published", async () => {
  const versions = await listVersions(db, { rowsMax: 100 });
  const junk: readonly unknown[] = [
    "",
    "x",
    -1,
    1e99,
    null,
    [],
    {},
    "{}",
    "[1]",
    "\u0000",
    "<script>",
    "a".repeat(9_000),
    PNG,
  ];
  const verbs = [
    ...[
      "saveText",
      "saveMenu",
      "savePage",
      "dropPage",
      "movePage",
      "discard",
      "publish",
      "restore",
      "import",
    ],
    ...["keepPicture", "previewText", "previewPage", "nothing", ""],
  ];
  const names = [
    "key",
    "text",
    "menu",
    "page",
    "slug",
    "by",
    "note",
    "number",
    "file",
    "picture",
    "client",
    "revision",
  ];
  for (const [at, verb] of verbs.entries()) {
    for (const [index, value] of junk.entries()) {
      const name = names[(at + index) % names.length] ?? "key";
      const answer = await owner.post(PAGE, { do: verb, key: "menu", versionId: "x", [name]: value });
      expect([verb, name, answer.status < 500]).toEqual([verb, name, true]);
      expect(answer.text).not.toMatch(/Error|at \w+ \(|SELECT/);
    }
  }
  for (const query of [
    "?what=versions&before=x",
    "?what=file&number=-5",
    "?what=file&number=99999",
    "?what=differences&number=0.5",
  ])
    expect((await owner.get(`${PAGE}${query}`)).status).toBe(200);
  expect(await listVersions(db, { rowsMax: 100 })).toEqual(versions);
}, 60_000);

it("each value that a text may name is explained in Russian", () => {
  const named = new Set([...shippedTexts().values()].flatMap(({ pattern }) => namesIn(pattern)));
  expect([...named].filter((name) => VARIABLE_WORDS[name] === undefined)).toEqual([]);
  expect(Object.keys(VARIABLE_WORDS).filter((name) => !named.has(name))).toEqual([]);
});

it("a page is checked while it is typed, as it would be in the draft", async () => {
  const check = async (page: object, slug = "") => {
    const given = JSON.stringify({ title: "Зал", text: "Наш зал", pictureId: "", buttons: [], ...page });
    const { problems } = await step<PagePreview>(owner, { do: "previewPage", page: given, slug });
    return problems.map(({ sentence }) => sentence);
  };
  expect(await check({ slug: "hall" })).toEqual([]);
  expect(await check({ slug: "hall", text: "<b>Наш зал" })).toEqual(["Разметка: <b> — тег не закрыт."]);
  expect(await check({ slug: "prices" })).toEqual(["Имя страницы «prices» занято: у каждой своё."]);
  expect(await check({ slug: "prices" }, "prices")).toEqual([]);
});
