import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ImportView, LookAnswer } from "../../src/admin/pages/import/page.ts";
import type { CheckedView } from "../../src/admin/pages/import/view.ts";
import { takeClientList } from "../../src/core/exports/index.ts";
import { KNOWN_SYSTEMS } from "../../src/core/import/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { listSegments } from "../../src/core/segments/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeClient, makeSpecialist } from "./salon.ts";
import { signedIn, Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const owner = await signedIn(url, await makeStaff(app, { role: "owner", name: "Ольга" }));
const admin = await signedIn(url, await makeStaff(app, { role: "admin", name: "Пётр" }));
const specialistId = await makeSpecialist(app, "Мария");
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));

const PAGE = "/admin/api/pages/import";
const asFile = (content: string | Uint8Array): string =>
  `data:text/csv;base64,${Buffer.from(content).toString("base64")}`;
const look = async (content: string | Uint8Array) =>
  (await owner.post(PAGE, { do: "look", file: asFile(content) })).json as unknown as LookAnswer;
const OURS = { name: "Имя", phone: "Телефон", points: "Баллы" };

/** The lines of an answer that is told while the work goes on: hundredths, then what came of it. */
async function run(
  deed: "check" | "load" | "loadRest",
  content: string,
  columns: object = OURS,
  source = "",
) {
  const sent = { do: deed, file: asFile(content), columns: JSON.stringify(columns), source };
  const { text } = await owner.post(PAGE, sent);
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as CheckedView & { readonly percent?: number });
  const percents = lines.slice(0, -1).map(({ percent }) => percent);
  return { told: lines.at(-1) as CheckedView, percents };
}
const clients = async (): Promise<number> =>
  Number((await db.many<{ count: number }>(sql`SELECT count(*)::int AS count FROM clients`))[0]?.count);

it("names another separator and another encoding at first sight", async () => {
  expect((await look("Имя|Телефон\nАнна|1\n")).refused).toMatch(/нужны «;», «,» или табуляция, а стоит «\|»/);
  const koi8 = Buffer.from("e9cdd13bf4c5ccc5c6cfce0a", "hex");
  expect((await look(koi8)).refused).toMatch(
    /Буквы в файле не складываются в слова: .*Сохраните таблицу как «CSV UTF-8»/,
  );
  expect((await look("ФИО;Тел\nАнна;1\n")).refused).toBeUndefined();
});

describe("who may (PE-3)", () => {
  it("the whole base, in and out, is the owner's alone, at the server", async () => {
    for (const visitor of [admin, specialist]) {
      expect((await visitor.get(PAGE)).status).toBe(403);
      for (const deed of ["look", "check", "load", "takeAll"])
        expect((await visitor.post(PAGE, { do: deed, file: asFile("Имя;Телефон\n") })).status).toBe(403);
    }
    expect((await new Visitor(url).post(PAGE, { do: "takeAll" })).status).toBe(401);
    const foreign = await owner.post(PAGE, { do: "takeAll" }, { origin: "https://evil.example" });
    expect(foreign.status).toBe(403);
    expect(await clients()).toBe(0);
    const journal = sql`SELECT count(*)::int AS count FROM audit WHERE action = 'export_clients'`;
    expect(await db.many(journal)).toEqual([{ count: 0 }]);
  });
});

describe("a file that is looked at", () => {
  it.each([
    ["ours", "Имя;Телефон;Город\nАнна;+79001234567;Омск\n", { name: "Имя", phone: "Телефон" }, undefined],
    [
      "of another system",
      "Клиент,Мобильный телефон,Группа\nАнна,89001234567,vip\n",
      { name: "Клиент", phone: "Мобильный телефон", tags: "Группа" },
      "DIKIDI",
    ],
  ])("%s has its columns recognised, and its first rows shown", async (_, content, columns, source) => {
    const told = await look(content);
    expect(told.columns).toEqual(columns);
    expect(told.source).toBe(source);
    expect(told.rows?.[0]?.[0]).toBe("Анна");
  });

  it("is read in Excel's Russian encoding", async () => {
    const letters = [..."Имя;Телефон"].map((letter) => {
      const code = letter.charCodeAt(0);
      return code < 128 ? code : code - 0x410 + 0xc0;
    });
    expect((await look(new Uint8Array(letters))).headings).toEqual(["Имя", "Телефон"]);
  });

  it.each([1, 3, 4, 5, 40, 5_000])(
    "with %i rows is shown by its first three, and nothing is written",
    async (rows) => {
      const lines = Array.from({ length: rows }, (_, at) => `Анна;+7901${String(at).padStart(7, "0")}\n`);
      const told = await look(`Имя;Телефон\n${lines.join("")}`);
      expect(told.rows).toHaveLength(Math.min(3, rows));
      expect(await clients()).toBe(0);
    },
  );

  it.each([
    ["a book of Excel", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), "книга Excel"],
    ["no text", new Uint8Array([65, 0, 66]), "не таблица CSV"],
    ["an empty one", "", "В файле ничего нет."],
    ["a blank one", "  \n", "В файле ничего нет."],
  ])("%s is refused in words", async (_, content, words) => {
    expect((await look(content)).refused).toContain(words);
  });

  it("too large a one is not read at all", async () => {
    const file = asFile(randomBytes(11 * 1024 * 1024));
    const { status } = await owner.post(PAGE, { do: "look", file }).catch(() => ({ status: 413 }));
    expect(status).toBe(413);
  });

  it("one of ten megabytes still fits", async () => {
    const { bytesMax } = (await owner.get(PAGE)).json as unknown as ImportView;
    const content = `Имя;Телефон\n${"x".repeat(bytesMax - 30)}`;
    expect((await look(content)).headings).toEqual(["Имя", "Телефон"]);
  });
});

describe("an import", () => {
  const FILE = "Имя;Телефон;Баллы\nАнна;+79001234567;350\nОльга;89001234568;\n=Вера;+79001234569;\n";

  it("is checked without a trace, then loaded, and changes nothing when it is repeated (PE-4)", async () => {
    const { told, percents } = await run("check", FILE);
    expect(told.counts).toMatchObject({ clients: 3, clientsText: "3 клиента" });
    expect(told.counts?.facts).toContainEqual({ title: "Баллы", value: "1 остаток, +350" });
    expect(percents.at(-1)).toBe(100);
    expect(await clients()).toBe(0);

    expect((await run("load", FILE, OURS, "YCLIENTS")).told.counts?.clients).toBe(3);
    expect(await clients()).toBe(3);
    const reasons = await db.many(sql`SELECT reason, points FROM point_entries`);
    expect(reasons).toEqual([{ reason: "Перенос из YCLIENTS", points: 350 }]);

    const again = await run("load", FILE, OURS, "YCLIENTS");
    expect(again.told.counts).toMatchObject({ clients: 0 });
    expect(await clients()).toBe(3);
    const by = await db.many<{ kind: string }>(
      sql`SELECT DISTINCT actor_kind AS kind FROM audit WHERE action = 'enter_client'`,
    );
    expect(by).toEqual([{ kind: "staff" }]);
  });

  it("with rows that cannot be taken writes nothing, and names each with its reason", async () => {
    const before = await clients();
    const wrong = "Имя;Телефон;Баллы\nИра;12;\nЯна;+79007654321;много\nЗоя;+79007654322;\n";
    for (const deed of ["check", "load"] as const) {
      const { told } = await run(deed, wrong);
      expect(told.rejected).toMatchObject({ lines: 2, rows: 3, cells: 2, isCut: false });
      expect(told.rejected?.first[0]).toMatchObject({ line: 2, column: "Телефон", given: "12" });
      expect(told.rejected?.csv).toContain("много;целое число баллов");
      expect(told.counts?.facts).toContainEqual({ title: "Новые клиенты", value: "1" });
    }
    expect(await clients()).toBe(before);
    const { told } = await run("loadRest", wrong);
    expect(told.rejected).toBeUndefined();
    expect(told.leftOut).toMatchObject({ lines: 2, rows: 3 });
    expect(await clients()).toBe(before + 1);
  });

  it("takes only the columns that were chosen, and says which of those that it needs was not", async () => {
    const chosen = { name: "Имя", phone: "Телефон" };
    expect((await run("check", "Имя;Телефон;Баллы\nЛев;+79007650000;9\n", chosen)).told.counts).toMatchObject(
      {
        clients: 1,
        facts: expect.not.arrayContaining([expect.objectContaining({ title: "Баллы" })]),
      },
    );
    expect((await run("check", FILE, { name: "Имя" })).told.refused).toContain("Не выбран столбец: Телефон");
  });
});

describe("the form as a file", () => {
  it("has the headings of the form, and is taken", async () => {
    const { text, headers } = await owner.get(`${PAGE}?file=template`);
    expect(text).toBe("Имя;Телефон;E-mail;День рождения;Заметка;Метки;Баллы\r\n");
    expect(headers.get("content-disposition")).toContain("attachment");
    expect((await look(text)).columns).toMatchObject(OURS);
  });

  it("the forms of other systems are those that come along for the command line", () => {
    const docs = path.resolve(import.meta.dirname, "../../docs/import");
    const files = ["yclients", "dikidi"].map((name) =>
      JSON.parse(readFileSync(`${docs}/${name}.json`, "utf8")),
    );
    expect(KNOWN_SYSTEMS).toEqual(files);
  });
});

describe("the whole list of clients as a file", () => {
  it("has the columns of the command line's, no formula, and stands in the journal (PE-2)", async () => {
    await makeClient(app, "Без телефона");
    const form = new URLSearchParams({ do: "takeAll" });
    const { text, headers } = await owner.ask(PAGE, { method: "POST", body: form, headers: { origin: url } });
    expect(headers.get("content-type")).toContain("text/csv");
    const lines = text.trim().split("\r\n");
    expect(lines[0]).toContain("Имя;Телефон;E-mail;День рождения;Заметка;Метки;Баллы;VIP");
    expect(lines).toHaveLength(1 + (await clients()));
    expect(text).toContain("'=Вера");
    expect(text).toContain(";+79001234567;");
    expect(text).not.toContain("'+7");
    const journal = await owner.get(
      "/admin/api/resources/AuditEntry/actions/list?filters.action=export_clients",
    );
    expect(journal.json.records?.[0]?.params).toMatchObject({
      action: "скачал список клиентов",
      subjectId: "все клиенты",
    });
    const told = async () =>
      (await owner.get("/admin/api/resources/AuditEntry/actions/list?filters.action=export_clients")).json
        .records?.[0]?.params.subjectId;
    const [segment] = await listSegments(db);
    await takeClientList(app, { actor: OPERATOR, segment });
    expect(await told()).toBe(`сегмент «${segment?.name}»`);
    await db.run(sql`DELETE FROM segments WHERE id = ${segment?.id}::uuid`);
    expect(await told()).toBe("клиенты удалённого сегмента");
    // What was taken away can be taken over again: nobody is changed by it.
    const columns = { name: "Имя", phone: "Телефон", points: "Баллы" };
    const own = lines.filter((line) => !line.includes("Без телефона")).join("\r\n");
    expect((await run("check", own, columns)).told.counts?.clients).toBe(0);
  });
});
