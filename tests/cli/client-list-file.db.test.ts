import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { importClients } from "../../src/core/import/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { textCell } from "../../src/core/reports/rules/csv-cell.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { textFile } from "../core/import/text-file.ts";
import { testApp } from "../support/app.ts";
import { granted } from "../support/make.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const folder = mkdtempSync(path.join(tmpdir(), "okoshko-export-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const take = async (text: string) =>
  granted(
    await importClients(app, {
      ...{ file: textFile(text), isDryRun: false, mapping: {}, source: "x", actor: OPERATOR },
    }),
  );

it("writes every client for Excel, formulas defused, into a file of the owner's own eyes", async () => {
  await take(
    'Имя;Телефон;E-mail;День рождения;Заметка;Метки;Баллы\n=1+1;+79001230001;a@mail.ru;07.03;"раз;\nдва";vip, б;-5\n',
  );
  const out = path.join(folder, "clients.csv");
  expect(await run(["clients", "export", "--out", out])).toMatchObject({ exit: 0, out: `Готово: ${out}\n` });
  const [head, line] = readFileSync(out, "utf8").split("\r\n");
  expect(head).toBe(
    "\ufeffИмя;Телефон;E-mail;День рождения;Заметка;Метки;Баллы;VIP;Согласие на рассылки;Визитов;Последний визит;Клиент с;id",
  );
  expect(line).toMatch(
    /^'=1\+1;\+79001230001;a@mail\.ru;07\.03;"раз;\nдва";vip, б;-5;нет;нет;0;;23\.11\.2026 12:00;[0-9a-f-]{36}$/,
  );
  const plain = (await run(["clients", "export", "--plain"])).out;
  expect(plain).toMatch(
    /\n'=1\+1,\+79001230001,a@mail\.ru,--03-07,"раз;\nдва","vip, б",-5,false,false,0,,2026-11-23T09:00:00\.000Z,/,
  );
  expect(statSync(out).mode & 0o077).toBe(0);
});

it("writes a segment for programs, and refuses one that is not there", async () => {
  const plain = await run(["clients", "export", "--segment", "Без будущей записи", "--plain"]);
  expect(plain.exit).toBe(0);
  expect(plain.out.split("\n")[0]).toBe(
    "name,phone,email,birthday,note,tags,points,vip,marketing,visits,last_visit,created,id",
  );
  expect(
    (await run(["clients", "export", "--segment", "нет такого", "--json", "--out", "never.csv"])).error()
      .code,
  ).toBe("unknown_segment");
  expect((await run(["clients", "export", "+79001230001", "--plain"])).exit).toBe(2);
});

it("every list that is taken stands in the journal, and one that is not taken does not (PE-2)", async () => {
  const journal = () =>
    app.db.many<{ list: string }>(sql`
      SELECT subject_id AS list FROM audit
      WHERE action = 'export_clients' AND subject_kind = 'client_list' AND actor_kind = 'operator' ORDER BY id`);
  const before = (await journal()).length;
  const since = async () => (await journal()).slice(before).map(({ list }) => list);
  const name = "Без будущей записи";
  const segmentId = (await run(["segments", "show", name, "--json"])).json().id;
  await run(["clients", "export", "--json"]);
  await run(["clients", "export", "--format", "table"]);
  await run(["clients", "export", "--segment", name, "--plain"]);
  expect(await since()).toEqual(["all", "all", segmentId]);

  const out = path.join(folder, "there.csv");
  writeFileSync(out, "давно лежит");
  expect((await run(["clients", "export", "--out", out])).exit).toBe(1);
  expect((await run(["clients", "export", "--out", path.join(folder, "no", "such.csv")])).exit).toBe(2);
  expect((await run(["clients", "export", "--segment", "нет такого"])).exit).toBe(1);
  expect((await run(["clients", "export", "--plain", "--format", "json"])).exit).toBe(2);
  expect(await since()).toHaveLength(3);
  expect((await run(["clients", "export", "--out", out, "--yes"])).exit).toBe(0);
  expect(await since()).toHaveLength(4);
});

it("--plain is csv wherever a table is the rule, and goes with nothing else", async () => {
  const days = ["--from", "2026-11-23", "--to", "2026-11-23"];
  expect((await run(["report", "bookings", ...days, "--plain"])).out).toMatch(/^\w+(,\w+)+\n/);
  expect((await run(["report", "finance", ...days, "--plain"])).out).toMatch(/^\w+(,\w+)+\n/);
  for (const other of [["--format", "json"], ["--format", "table"], ["--out", "x.json"], ["--json"]]) {
    for (const call of [
      ["report", "bookings", ...days],
      ["report", "finance", ...days],
      ["clients", "export"],
    ]) {
      const { exit, out, err } = await run([...call, "--plain", ...other]);
      expect([call, other, exit, out, /--plain/.test(err)]).toEqual([call, other, 2, "", true]);
    }
  }
});

const word = fc.string({ unit: fc.constantFrom(..."абвЁ=+-@'\"; ,\tXx1"), minLength: 1, maxLength: 12 });
const CLIENT = fc.record({
  name: word.filter((text) => text.trim() !== "" && !text.trim().startsWith("'")),
  note: word.filter((text) => !text.trim().startsWith("'")),
  tags: fc.uniqueArray(fc.constantFrom("vip", "своя", "новая"), { maxLength: 3 }),
  points: fc.integer({ min: -500, max: 500 }),
  birthday: fc.constantFrom("", "07.03", "29.02.1992", "31.12.2000"),
});

it("what was exported, imported into an empty place and exported again is the same", async () => {
  const quoted = (cell: string | number): string => `"${textCell(String(cell)).replaceAll('"', '""')}"`;
  const table = async () => {
    const { out } = await run(["clients", "export"]);
    return out
      .split("\r\n")
      .map((line) => line.split(/;(?:нет|да);(?:нет|да);/)[0])
      .sort();
  };
  let serial = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(CLIENT, { minLength: 1, maxLength: 6 }), async (clients) => {
      await empty();
      const rows = clients.map(({ name, note, tags, points, birthday }) => {
        serial += 1;
        const phone = `+7905${String(serial).padStart(7, "0")}`;
        return [name, phone, birthday, note, tags.join(","), points].map(quoted).join(";");
      });
      await take(`Имя;Телефон;День рождения;Заметка;Метки;Баллы\n${rows.join("\n")}\n`);
      const { out } = await run(["clients", "export", ...(serial % 2 === 0 ? ["--plain"] : [])]);
      const before = await table();
      expect(before).toHaveLength(clients.length + 2);
      await empty();
      await take(out);
      expect(await table()).toEqual(before);
    }),
    { numRuns: 12 },
  );
});

/** Nobody is left whom an export would name, or whose phone is taken. */
const empty = () =>
  app.db.run(sql`
    UPDATE clients SET erased_at = now(), name = 'Удалённый клиент', phone = NULL, email = NULL, birthday = NULL,
                       note = '', tags = '{}', is_vip = false
    WHERE erased_at IS NULL`);

it("speaks of --format, --json and --plain as reports do", async () => {
  await take("Имя;Телефон;День рождения;Метки\nПолина;+79001239901;07.03;своя\n");
  const polina = { name: "Полина", phone: "+79001239901", tags: ["своя"], isVip: false };
  const items = async (...flags: readonly string[]) =>
    (await run(["clients", "export", ...flags])).json().items as readonly unknown[];
  expect(await items("--json")).toContainEqual(expect.objectContaining(polina));
  expect(await items("--format", "json")).toContainEqual(expect.objectContaining(polina));
  const out = path.join(folder, "clients.json");
  expect((await run(["clients", "export", "--out", out, "--json"])).json()).toMatchObject({ file: out });
  expect(JSON.parse(readFileSync(out, "utf8")).items).toEqual(await items("--json"));
  const shown = (await run(["clients", "export", "--format", "table"])).out;
  expect(shown).toMatch(/^Клиент +Телефон +Баллы +Визитов +Последний визит\n/);
  expect(shown).toMatch(/Полина +\+79001239901 +0 +0 +—\n/);
  const both = await run(["clients", "export", "--json", "--format", "csv"]);
  expect([both.exit, both.error().code]).toEqual([2, "wrong_usage"]);
  const ofOne = await run(["clients", "export", "+79001239901", "--format", "csv"]);
  expect([ofOne.exit, ofOne.err]).toEqual([2, expect.stringContaining("--format бывает, только когда")]);
  await empty();
  expect(await items("--json")).toEqual([]);
});
