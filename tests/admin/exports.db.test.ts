import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ExportsAnswer } from "../../src/admin/pages/exports/page.ts";
import type { ExportsView } from "../../src/admin/pages/exports/view.ts";
import { listExports, runDueExports } from "../../src/core/exports/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { linkStaff } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const olga = await makeStaff(app, { role: "owner", name: "Ольга" });
const owner = await signedIn(url, olga);
const admin = await signedIn(url, await makeStaff(app, { role: "admin", name: "Пётр" }));
const specialistId = await makeSpecialist(app, "Мария Орлова");
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-exports-page-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const PAGE = "/admin/api/pages/exports";
const view = async (visitor = owner) => (await visitor.get(PAGE)).json as unknown as ExportsView;
const tell = async (data: object, visitor = owner) =>
  (await visitor.post(PAGE, data)).json as unknown as ExportsAnswer;
const DAILY = {
  ...{ when: "every_day", time: "07:00", weekdays: "1", monthDay: "1", cron: "" },
  ...{ span: "day", contents: "operations", dialect: "excel", folder, telegram: "no" },
};
const add = async (over: object = {}, visitor = owner) =>
  tell({ do: "add", id: app.newId(), ...DAILY, ...over }, visitor);
const count = async () => (await listExports(app)).length;

describe("who may (PE-3)", () => {
  it("owner and administrators see the page, a specialist does not", async () => {
    expect((await view(owner)).mayChange).toBe(true);
    expect((await view(admin)).mayChange).toBe(false);
    expect((await specialist.get(PAGE)).status).toBe(403);
    expect((await specialist.post(PAGE, { do: "run", number: "1" })).status).toBe(403);
  });

  it.each(["add", "change", "remove"])("what goes out of the house is the owner's to %s", async (deed) => {
    const before = await count();
    const told = await tell({ do: deed, number: "1", id: app.newId(), ...DAILY }, admin);
    expect(told).toEqual({ refused: "Выгрузки меняет владелец." });
    expect(await count()).toBe(before);
  });
});

describe("an export", () => {
  it("is added once, whoever presses twice, and stands there in words with its next times", async () => {
    const { newId: id } = await view();
    const asked = { do: "add", id, ...DAILY, when: "weekdays", weekdays: "1,5", time: "7:30", span: "week" };
    expect(await tell(asked)).toEqual({ said: "Выгрузка №1 добавлена." });
    expect(await tell(asked)).toEqual({ said: "Выгрузка №1 добавлена." });
    expect(await tell({ ...asked, span: "day" })).toMatchObject({
      refused: expect.stringContaining("Обновите страницу"),
    });
    const { exports, zoneText } = await view();
    expect(zoneText).toBe("Москва");
    expect(exports).toHaveLength(1);
    expect(exports[0]).toMatchObject({
      ...{ number: 1, what: "Прошлая неделя: операции, для Excel", cron: "30 7 * * 1,5" },
      ...{ when: "По понедельникам и пятницам в 7:30", where: [`папка ${folder}`] },
      form: { when: "weekdays", weekdays: "1,5", time: "07:30", span: "week", folder, telegram: "no" },
    });
    expect(exports[0]?.next).toHaveLength(3);
    for (const at of exports[0]?.next ?? []) expect(at).toMatch(/^(пн|пт), \d.*, 07:30$/);
    expect(exports[0]?.last).toBeUndefined();
  });

  it("is changed with what is left empty left out, and may be written as cron writes it", async () => {
    const told = await tell({
      ...{ do: "change", number: "1", ...DAILY, when: "own", cron: " */30 9-18 * * * " },
      ...{ contents: "specialist", dialect: "plain", folder: "", telegram: "yes" },
    });
    expect(told).toEqual({ said: "Выгрузка №1 сохранена." });
    const [card] = (await view()).exports;
    expect(card).toMatchObject({
      ...{ when: "По своему расписанию", cron: "*/30 9-18 * * *", where: ["Telegram владельца"] },
      form: { when: "own", folder: "" },
    });
  });

  it("is made now: the file with its rows, and the bot when somebody is there", async () => {
    await tell({ do: "change", number: "1", ...DAILY, telegram: "yes" });
    const told = await tell({ do: "run", number: "1", id: app.newId() }, admin);
    expect(told.said).toMatch(
      /^Выгрузка №1 за \d\d\.\d\d\.\d{4}: 0 строк\. Файл: .*\.csv\. В Telegram слать некому\.$/,
    );
    expect(await readdir(folder)).toHaveLength(1);
    expect((await view()).owners).toBe(0);
    granted(await linkStaff(app, { staffId: olga.id, telegramId: 700, actor: OPERATOR }));
    const { newId: id } = await view();
    for (const _ of [1, 2])
      expect((await tell({ do: "run", number: "1", id })).said).toContain("Владельцу придёт от бота.");
    const sent = await db.many(sql`SELECT 1 FROM outbox WHERE kind = 'export_file'`);
    expect(sent).toHaveLength(1);
  });

  it("says what came of its last time: of which day, which file, how many rows", async () => {
    await tell({ do: "change", number: "1", ...DAILY, when: "own", cron: "* * * * * *" });
    await db.run(sql`UPDATE exports SET owed_since = owed_since - interval '2 days'`);
    await runDueExports(app);
    await db.run(sql`UPDATE schedules SET next_due_at = created_at WHERE name LIKE 'export:%'`);
    await runDueExports(app);
    const [card] = (await view()).exports;
    expect(card?.last?.hasFailed).toBe(false);
    expect(card?.runs.map(({ isByHand }) => isByHand)).toEqual([false, true, true]);
    expect(card?.runs[0]).toMatchObject(card?.last ?? {});
    expect(card?.last?.words).toMatch(/\d\d\.\d\d\.\d{4}: finance-[\d-]+\.csv, 0 строк/);
  });

  it("is told in the journal: which one, and what of it changed", async () => {
    const { json } = await owner.get("/admin/api/resources/AuditEntry/actions/list");
    const rows = (json.records ?? []).map(({ params }) => params);
    const added = rows.find(({ action }) => action === "добавил выгрузку");
    expect(added).toMatchObject({ subjectId: "№ 1", subjectIdHref: "pages/exports" });
    const parts = rows.map(({ change }) => String(change).split("; ").toSorted().join("; "));
    expect(parts).toContain(
      `Telegram: нет; для Excel; операции; папка: ${folder}; прошлая неделя; расписание: 30 7 * * 1,5`,
    );
    expect(parts).toContain(
      [
        ...["Telegram: нет → да", "для Excel → для других программ", "операции → итоги по специалистам"],
        ...[
          `папка: было «${folder}»`,
          "прошлая неделя → прошлый день",
          "расписание: 30 7 * * 1,5 → */30 9-18 * * *",
        ],
      ].join("; "),
    );
  });

  it("is removed, and then there is none", async () => {
    expect(await tell({ do: "remove", number: "1" })).toEqual({
      said: "Выгрузка №1 убрана. Её файлы остались.",
    });
    const gone = { refused: "Такой выгрузки больше нет. Обновите страницу." };
    for (const deed of ["remove", "run", "change"])
      expect(await tell({ do: deed, number: "1", id: app.newId(), ...DAILY })).toEqual(gone);
    expect((await view()).exports).toEqual([]);
  });

  it("is told in the journal in words", async () => {
    const { text } = await owner.get("/admin/api/resources/AuditEntry/actions/list");
    for (const words of ["добавил выгрузку", "изменил выгрузку", "убрал выгрузку", "выгрузка"])
      expect(text).toContain(words);
    expect(text).not.toContain('"add_export"');
  });
});

describe("wrong input is a sentence beside its field, and writes nothing", () => {
  it.each<[object, string, string]>([
    [{ when: "own", cron: "завтра" }, "cron", "Расписание не читается: «завтра»."],
    [{ when: "own", cron: "0 7 31 2 *" }, "cron", "чтобы такой день бывал"],
    [{ when: "own", cron: "" }, "cron", "Расписание не читается"],
    [{ when: "own", cron: "1".repeat(5_000) }, "cron", "Расписание не читается"],
    [{ time: "25:00" }, "time", "Укажите время"],
    [{ time: "" }, "time", "Укажите время"],
    [{ when: "weekdays", weekdays: "" }, "weekdays", "Отметьте хотя бы один день"],
    [{ when: "weekdays", weekdays: "8,x" }, "weekdays", "Отметьте хотя бы один день"],
    [{ when: "month_day", monthDay: "32" }, "monthDay", "от 1 до 31"],
    [{ when: "никогда" }, "when", "Выберите, когда"],
    [{ span: "year" }, "span", "за что"],
    [{ contents: "всё" }, "contents", "что в файле"],
    [{ dialect: "1c" }, "dialect", "для чего"],
    [{ folder: "exports" }, "folder", "от корня, а дано «exports»"],
    [{ folder: "/no/such/folder" }, "folder", "нет такого файла или папки"],
    [{ folder: `${folder}/../../etc/passwd\u0000x` }, "folder", "В папку не записать"],
    [{ folder: "", telegram: "no" }, "folder", "Выгрузке некуда идти"],
  ])("%j", async (over, field, words) => {
    const before = await count();
    const told = await add(over);
    expect([told.field, told.refused]).toEqual([field, expect.stringContaining(words)]);
    expect(await count()).toBe(before);
  });

  it.each([
    {},
    { do: "no" },
    { do: "constructor" },
    { do: ["add"] },
    { do: "run" },
    { do: "run", number: "-1" },
    { do: "run", number: "99999999999" },
    { do: { a: 1 } },
  ])("%j is no fault of the server", async (data) => {
    const answer = await owner.post(PAGE, data);
    expect([answer.status, answer.json.refused]).toEqual([200, expect.stringContaining("Обновите страницу")]);
  });
});

describe("a timetable is tried before it is saved", () => {
  it("says what it means, when the first file comes, and of which days", async () => {
    const { tried } = await tell(
      { do: "try", ...DAILY, when: "month_day", monthDay: "1", span: "month" },
      admin,
    );
    expect(tried).toMatchObject({ when: "1-го числа каждого месяца в 7:00", cron: "0 7 1 * *" });
    expect(tried?.next).toHaveLength(3);
    expect(tried?.first).toMatch(/, 1\s\S+\s\d{4}, 07:00, за 01\.\d\d\.\d{4} — \d\d\.\d\d\.\d{4}$/);
  });

  it.each(["61 7 * * *", "0 7 * *", "0 7 30 2 *"])("«%s» is refused as it would be saved", async (cron) => {
    const tried = await tell({ do: "try", ...DAILY, when: "own", cron });
    expect(tried.field).toBe("cron");
    expect(await add({ when: "own", cron })).toEqual(tried);
  });

  it("every preset can be saved as it is", async () => {
    const before = await count();
    const { presets } = await view();
    for (const { form } of presets) expect((await add(form)).said).toContain("добавлена");
    expect(await count()).toBe(before + presets.length);
  });
});

describe("copies of the database", () => {
  it("are shown as they stand: off, then where and when, then what is wrong with the folder", async () => {
    expect((await view()).backups).toMatchObject({ mayChange: true });
    expect((await view(admin)).backups).toMatchObject({ mayChange: false });
    expect((await view()).backups.folder).toBeUndefined();
    granted(await changeSetting(app, { key: "backup.folder", typed: folder, actor: OPERATOR }));
    expect((await view()).backups).toMatchObject({
      ...{ folder, when: "Каждый день в 4:00", cron: "0 4 * * *", copies: "ещё нет", isEncrypted: false },
    });
    granted(await changeSetting(app, { key: "backup.folder", typed: "/no/such/folder", actor: OPERATOR }));
    expect((await view()).backups.problem).toContain("нет такого файла или папки");
  });
});
