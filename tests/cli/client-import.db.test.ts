import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { testApp } from "../support/app.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const folder = mkdtempSync(path.join(tmpdir(), "okoshko-import-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of this content, by its path. */
function file(name: string, text: string): string {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
}

const COUNTS = z.strictObject({
  rows: z.int(),
  entered: z.int(),
  filled: z.int(),
  unchanged: z.int(),
  repeated: z.int(),
  openings: z.int(),
  debtors: z.int(),
  balancesKept: z.int(),
  points: z.int(),
  leftOut: z.int(),
  isDryRun: z.boolean(),
  ignoredColumns: z.array(z.string()),
});

const GOOD = "Имя;Телефон;Баллы;Город\nАнна;+79001234567;350;Омск\nОльга;89001234568;;Омск\n";

describe("clients import", () => {
  it("leaves rows with errors out when it is told to, names them, and takes the others as one (PE-4)", async () => {
    const mixed = file("mixed.csv", "Имя;Телефон\nЛада;+79001234590\nИра;12\nЮна;+79001234591\n");
    const refused = await run(["clients", "import", mixed, "--yes"]);
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain("Строк с ошибками: 1 из 3. Ничего не записано;");
    expect(refused.err).toContain("остальные без этих строк — с флагом --skip-bad");

    const report = path.join(folder, "left-out.csv");
    const taken = await run(["clients", "import", mixed, "--skip-bad", "--yes", "--report", report]);
    expect(taken.exit).toBe(0);
    expect(taken.err).toContain("строка 3, «Телефон»: дано «12»");
    expect(taken.out).toContain(
      "Записано: новых — 2 клиента, дополнено — 0, без изменений — 0, пропущено с ошибками — 1; в файле 3 строки.",
    );
    expect(readFileSync(report, "utf8")).toContain("phone_unreadable");
    const again = await run(["clients", "import", mixed, "--skip-bad", "--yes", "--json"]);
    expect(again.json()).toMatchObject({ entered: 0, unchanged: 2, leftOut: 1, rejected: { total: 1 } });
    for (const phone of ["+79001234590", "+79001234591"])
      expect((await run(["clients", "erase", phone, "--reason", "проверка", "--yes"])).exit).toBe(0);
  });

  it("checks without --yes, says what it would do, and writes with it", async () => {
    const good = file("good.csv", GOOD);
    const checked = await run(["clients", "import", good]);
    expect(checked).toMatchObject({
      exit: 1,
      out: "",
      err: "В файле 2 строки: новых — 2 клиента, дополнено — 0, без изменений — 0. Баллы: 1 остаток, всего 350 баллов. Столбцы, которые не переносятся: Город. Ничего не записано. Чтобы записать, повторите команду с --yes.\n",
    });
    const dry = await run(["clients", "import", good, "--dry-run", "--json"]);
    expect(dry.exit).toBe(0);
    expect(COUNTS.parse(dry.json())).toMatchObject({ entered: 2, isDryRun: true });
    expect((await run(["clients", "list", "--json"])).json().items).toEqual([]);

    const written = await run(["clients", "import", good, "--yes", "--json"]);
    expect(COUNTS.parse(written.json())).toMatchObject({ entered: 2, points: 350, isDryRun: false });
    const idle = await run(["clients", "import", good], { answers: "да" });
    expect([idle.exit, idle.err, idle.out.endsWith("Записывать нечего.\n")]).toEqual([0, "", true]);
    const again = await run(["clients", "import", good, "--yes"]);
    expect(again.out).toContain(
      "Записано: новых — 0 клиентов, дополнено — 0, без изменений — 2; в файле 2 строки.",
    );
    const history = await run(["points", "history", "--client", "+79001234567", "--json"]);
    expect(history.json().items).toMatchObject([{ points: 350, reason: "Перенос из другой системы" }]);
  });

  it("of our own export leaves the balances alone, and says so (EP-5)", async () => {
    const one = "+79007770001";
    await run(["clients", "add", "--phone", one, "--name", "Вера"]);
    await run(["points", "adjust", "--client", one, "--points", "+120", "--reason", "подарок"]);
    const back = file(
      "back.csv",
      `Имя;Телефон;Метки;Баллы;Заметка\nВера;'${one};своя;120;боится сквозняков\n`,
    );
    const written = await run(["clients", "import", back, "--yes"]);
    expect(written.out).toContain(
      "дополнено — 1, без изменений — 0; в файле 1 строка. Не перенесено: 1 остаток — у этих клиентов уже есть свои баллы, они не изменены.",
    );
    const shown = (await run(["clients", "show", one, "--json"])).json();
    expect(shown).toMatchObject({ points: { balance: 120 }, tags: ["своя"], note: "боится сквозняков" });
    expect((await run(["clients", "show", one])).out).toMatch(/Заметка +боится сквозняков\n/);
    const again = await run(["clients", "import", back, "--yes", "--json"]);
    expect(COUNTS.parse(again.json())).toMatchObject({
      ...{ filled: 0, unchanged: 1, openings: 0, points: 0, balancesKept: 1 },
    });
  });

  it.each(["errors.xlsx", "errors.json", "errors.docx"])(
    "writes no report that promises another kind: %s",
    async (name) => {
      const { exit, err } = await run([
        "clients",
        "import",
        file("bad.csv", "Имя;Телефон\nАнна;12\n"),
        "--yes",
        "--report",
        name,
      ]);
      expect([exit, err]).toEqual([
        2,
        expect.stringContaining("ожидается имя на .csv (его открывает и Excel) или .txt"),
      ]);
    },
  );

  it("names the likely cause of a first line without its columns: another separator, another encoding", async () => {
    const said = async (name: string, content: string | Buffer) => {
      const place = file(name, "");
      writeFileSync(place, content);
      const { exit, err } = await run(["clients", "import", place, "--dry-run"]);
      return [exit, err.replaceAll("\u00a0", " ")];
    };
    expect(await said("bars.csv", "Имя|Телефон|Баллы\nАнна|+79001234567|5\n")).toEqual([
      1,
      expect.stringContaining("ожидается «;», «,» или табуляция, а дано: «|»"),
    ]);
    const koi8 = Buffer.from("e9cdd13bf4c5ccc5c6cfce0a", "hex");
    expect(await said("koi8.csv", koi8)).toEqual([
      1,
      expect.stringContaining("Ожидается кодировка UTF-8 или Windows-1251"),
    ]);
    expect(await said("other.csv", "ФИО;Тел\nАнна;+79001234567\n")).toEqual([
      1,
      expect.stringContaining("перечислите в файле --mapping"),
    ]);
  });

  it("names what is wrong on standard error and in the report, and writes nothing", async () => {
    const bad = file("bad.csv", "Имя;Телефон;Баллы\nАнна;12;1,5\n=1+1;+79001110000;\n");
    const report = path.join(folder, "errors.csv");
    const { exit, out, err } = await run(["clients", "import", bad, "--yes", "--report", report]);
    expect([exit, out]).toEqual([1, ""]);
    expect(err).toBe(
      [
        "строка 2, «Телефон»: дано «12», ожидается телефон: +7 900 123-45-67, 8 900 123-45-67 или с кодом другой страны через +",
        "строка 2, «Баллы»: дано «1,5», ожидается целое число баллов: 150, 1 500 или -50",
        `Строк с ошибками: 1 из 2. Ничего не записано; все ошибки — в ${report}; остальные без этих строк — с флагом --skip-bad.\n`,
      ].join("\n"),
    );
    const lines = readFileSync(report, "utf8").trimEnd().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe("\ufeffСтрока;Столбец;Дано;Код;Ожидается");
    expect(lines[1]).toMatch(/^2;Телефон;12;phone_unreadable;/);
    const { code, detail } = (await run(["clients", "import", bad, "--yes", "--json"])).error();
    expect([code, detail]).toEqual([
      "import_rows_rejected",
      expect.objectContaining({ rejected: 1, rows: 2, firstLine: 2 }),
    ]);
  });

  it("hands a program every rejected cell, up to a thousand, with how many there are", async () => {
    const CELL = z.strictObject({
      ...{ line: z.int(), column: z.string().nullable(), given: z.string() },
      ...{ problem: z.string(), expected: z.string() },
    });
    const REJECTED = z.strictObject({ total: z.int(), items: z.array(CELL) });
    const rejectedOf = async (lines: readonly string[]) => {
      const bad = file("many.csv", `Имя;Телефон\n${lines.join("\n")}\n`);
      return REJECTED.parse((await run(["clients", "import", bad, "--json"])).error().rejected);
    };
    expect(await rejectedOf(["Анна;12", "Вера;+79001110000;лишнее"])).toEqual({
      total: 2,
      items: [
        expect.objectContaining({ line: 2, column: "Телефон", given: "12", problem: "phone_unreadable" }),
        expect.objectContaining({ line: 3, column: null, given: "лишнее", problem: "cells_too_many" }),
      ],
    });
    const { total, items } = await rejectedOf(Array.from({ length: 1_200 }, () => "Анна;12"));
    expect([total, items.length]).toEqual([1_200, 1_000]);
  });

  it("writes its report over an earlier report, over nothing else unasked, and never over the file itself", async () => {
    const rows = "Имя;Телефон\nАнна;12\n";
    const bad = file("bad2.csv", rows);
    const call = ["clients", "import", bad, "--report"];
    const itself = await run([...call, path.join(folder, ".", "bad2.csv"), "--yes"]);
    expect([itself.exit, readFileSync(bad, "utf8")]).toEqual([2, rows]);
    expect(itself.err).toContain("ожидается другой файл: этот переносится.");

    const other = file("other.txt", "прежнее");
    const refused = await run([...call, other]);
    expect([refused.exit, readFileSync(other, "utf8")]).toEqual([1, "прежнее"]);
    expect(refused.err).toContain("other.txt уже есть. Ничего не записано.");
    const asked = await run([...call, other], { answers: "да" });
    expect(asked.err).toContain("его заменит новый. Продолжить?");
    expect(readFileSync(other, "utf8")).toContain("phone_unreadable");
    const again = await run([...call, other, "--json"]);
    expect(again.error().code).toBe("import_rows_rejected");
  });

  it("finds out that its report cannot be written before it imports", async () => {
    const good = file("fine.csv", "Имя;Телефон\nНина;+79003330001\n");
    for (const place of [path.join(folder, "нет", "report.csv"), folder]) {
      const wrong = await run(["clients", "import", good, "--yes", "--report", place]);
      expect([wrong.exit, wrong.err]).toEqual([2, expect.stringContaining("--report: дано")]);
    }
    expect((await run(["clients", "show", "+79003330001"])).exit).toBe(1);
  });

  it("says what is the matter with a file that cannot be read", async () => {
    const missing = await run(["clients", "import", path.join(folder, "no.csv")]);
    expect(missing).toMatchObject({ exit: 2, err: expect.stringContaining("no.csv: такого файла нет.") });
    expect((await run(["clients", "import", "-"])).err).toContain("со стандартного ввода нельзя");
    expect((await run(["clients", "import", folder])).err).toContain("это папка, а нужен файл");
    expect((await run(["clients", "import", file("empty.csv", "")])).err).toBe("В файле ничего нет.\n");
    expect((await run(["clients", "import", file("headings.csv", "Имя;Телефон\n")])).err).toBe(
      "В файле ничего нет, кроме заголовков: Имя, Телефон.\n",
    );
    expect((await run(["clients", "import", file("book.xlsx", "PK\u0003\u0004")])).err).toContain(
      "книга Excel",
    );
    expect((await run(["clients", "import", file("columns.csv", "ФИО;Телефон\n")])).err).toContain(
      "не хватает столбцов: Имя. В первой строке стоит: ФИО, Телефон.",
    );
  });

  it("takes columns of another system by a mapping, and refuses a mapping that is none", async () => {
    const theirs = file("theirs.csv", 'ФИО,Моб.,Бонусы\nИрина,+79005550001,"1 200,00"\n');
    const mapping = file(
      "map.json",
      '{"source": "YCLIENTS", "columns": {"name": "ФИО", "phone": ["Телефон", "Моб."], "points": "Бонусы"}}',
    );
    const args = ["clients", "import", theirs, "--mapping"];
    expect((await run([...args, mapping, "--yes"])).exit).toBe(0);
    const history = await run(["points", "history", "--client", "+79005550001", "--json"]);
    expect(history.json().items).toMatchObject([{ points: 1_200, reason: "Перенос из YCLIENTS" }]);
    const refused = async (text: string) => (await run([...args, file("m.json", text)])).err;
    expect(await refused("{")).toContain("это не JSON");
    expect(await refused("[]")).toContain('ожидается {"columns": {…}}');
    expect(await refused('{"columns": {"fio": "ФИО"}}')).toContain(
      "дано «fio», ожидается одно из: name, phone",
    );
    expect(await refused('{"columns": {"name": 1}}')).toContain("у «name» ожидается заголовок");
    expect((await run([...args, path.join(folder, "no.json")])).err).toContain("такого файла нет");
  });

  it("takes the example of the manual with the mappings that come along", async () => {
    const docs = path.resolve(import.meta.dirname, "../../docs/import");
    for (const mapping of [
      [],
      ["--mapping", `${docs}/yclients.json`],
      ["--mapping", `${docs}/dikidi.json`],
    ]) {
      const example =
        mapping.length === 0 ? `${docs}/clients.csv` : file("x.csv", "Имя;Телефон\nА;+79007770000\n");
      const { exit, err } = await run(["clients", "import", example, ...mapping, "--dry-run"]);
      expect([exit, err]).toEqual([0, ""]);
    }
  });
});

describe("points adjust --file", () => {
  it("checks, then changes once what the file says", async () => {
    const list = file("points.csv", "Клиент;Баллы\n+79001234567;-50\n89001234568;+70\n");
    const args = ["points", "adjust", "--file", list, "--reason", "Подарок"];
    const dry = await run([...args, "--dry-run"]);
    expect(dry).toMatchObject({
      exit: 0,
      out: "В файле 2 строки: к изменению — 2 (+70 и −50).\nЭто проверка: ничего не записано.\n",
    });
    const debt = file("debt.csv", "Клиент;Баллы\n+79001234567;-5000\n");
    expect((await run([...args.slice(0, 3), debt, ...args.slice(4), "--dry-run"])).out).toContain(
      "В долгу останутся: 1 клиент.",
    );
    expect((await run(args)).exit).toBe(1);
    const COUNTS_OF_POINTS = z.strictObject({
      ...{
        rows: z.int(),
        clients: z.int(),
        adjusted: z.int(),
        repeated: z.int(),
        added: z.int(),
        taken: z.int(),
        debtors: z.int(),
      },
      ...{ isDryRun: z.boolean(), ignoredColumns: z.array(z.string()) },
    });
    const made = COUNTS_OF_POINTS.parse((await run([...args, "--yes", "--json"])).json());
    expect(made).toMatchObject({ adjusted: 2, added: 70, taken: 50 });
    const again = await run([...args, "--yes"]);
    expect(again.out).toBe(
      "В файле 2 строки, все проведены раньше: второй раз баллы не меняются. Чтобы провести тот же файл ещё раз, дайте новый --id (любой uuid).\n",
    );
    const shown = (await run(["clients", "show", "+79001234567", "--json"])).json();
    expect(shown).toMatchObject({ points: { balance: 300 } });
  });

  it("says that a client stands in several rows, and which rows an earlier run has made already", async () => {
    const own = ["--id", "5d3bd6c6-3f7c-4e1c-9f68-1f8c9a5f2b11", "--reason", "Подарок"];
    const twice = file("twice.csv", "Клиент;Баллы\n+79001234567;10\n+79001234567;10\n89001234568;10\n");
    const dry = await run(["points", "adjust", "--file", twice, ...own, "--dry-run"]);
    expect(dry.out).toBe(
      "В файле 3 строки: к изменению — 3 (+30). Клиентов в нём 2: у кого строк несколько, баллы складываются.\nЭто проверка: ничего не записано.\n",
    );
    const begun = file("begun.csv", "Клиент;Баллы\n+79001234567;10\n");
    expect((await run(["points", "adjust", "--file", begun, ...own, "--yes"])).out).toBe(
      "Записано: изменено — 1 (+10); в файле 1 строка.\n",
    );
    expect((await run(["points", "adjust", "--file", begun, ...own, "--dry-run"])).out).toContain(
      "В файле 1 строка, она проведена раньше: ",
    );
    const rest = await run(["points", "adjust", "--file", twice, ...own, "--yes"]);
    expect(rest.out).toContain("Записано: изменено — 2 (+20); в файле 3 строки.");
    expect(rest.out).toContain("Ещё 1 строка — из проведённых раньше, второй раз не меняем.");
    const again = await run(["points", "adjust", "--file", twice, ...own, "--dry-run"]);
    expect(again.out).toMatch(
      /^В файле 3 строки, все проведены раньше: .*\nЭто проверка: ничего не записано\.\n$/,
    );
  });

  it("is either one client or a file", async () => {
    const errOf = async (...args: readonly string[]) => {
      const { exit, err } = await run(["points", "adjust", "--reason", "x", ...args]);
      return [exit, err.split("\n")[0]];
    };
    expect(await errOf()).toEqual([2, "Не хватает флага --client <кто> (или --file <файл>)."]);
    expect(await errOf("--client", "1")).toEqual([2, "Не хватает флага --points <±n>."]);
    expect(await errOf("--client", "1", "--file", "x")).toEqual([
      2,
      "Флаги --file и --client вместе не бывают.",
    ]);
    expect(await errOf("--client", "1", "--points", "1", "--report", "x")).toEqual([
      2,
      "Флаг --report бывает только вместе с --file.",
    ]);
  });
});
