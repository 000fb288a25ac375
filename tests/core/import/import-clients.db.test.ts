import { describe, expect, it } from "vitest";
import { importClients, type RejectedCell } from "../../../src/core/import/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { listPointEntries } from "../../../src/core/loyalty/index.ts";
import {
  changeTags,
  enterClient,
  findClientByIdOrPhone,
  findPinnedNote,
  findTags,
  hasConsent,
} from "../../../src/core/people/index.ts";
import { ledgerCheck } from "../../../src/core/reports/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { granted } from "../../support/make.ts";
import { textFile } from "./text-file.ts";

const app = await testApp();

let serial = 0;
/** A phone that no other test has. */
const newPhone = (): string => {
  serial += 1;
  return `+7901${String(serial).padStart(7, "0")}`;
};

type Over = {
  readonly onProgress?: (share: number) => void;
  readonly isDryRun?: boolean;
  readonly source?: string;
  readonly leavesOutRejected?: boolean;
};

async function take(text: string | Buffer, over: Over = {}) {
  const rejected: RejectedCell[] = [];
  const run = { file: textFile(text), isDryRun: false, source: "YCLIENTS", mapping: {}, actor: OPERATOR };
  const outcome = await importClients(app, { ...run, ...over, onRejected: (cell) => rejected.push(cell) });
  return { outcome, rejected };
}

const countAll = async () =>
  app.db.first(sql`
    SELECT (SELECT count(*) FROM clients) AS clients, (SELECT count(*) FROM point_entries) AS entries,
           (SELECT count(*) FROM audit) AS audit`);

const clientOf = async (phone: string) => {
  const client = await findClientByIdOrPhone(app.db, phone);
  if (client === undefined) throw new Error(`no client ${phone}`);
  return client;
};

describe("clients from a file", () => {
  it("come with all they had: details, note, tags, one entry of points, no consent (PE-4, EP-5, PE-1)", async () => {
    const phone = newPhone();
    const row = `Анна;8${phone.slice(2)};anna@mail.ru;1990-03-07;"любит чай,\nбез сахара";Постоянная, vip;1 500,00;да`;
    const { outcome } = await take(
      `Имя;Телефон;E-mail;День рождения;Заметка;Метки;Баллы;Согласие\r\n${row}\r\n\r\n`,
    );
    expect(granted(outcome)).toMatchObject({
      ...{ rows: 1, entered: 1, filled: 0, openings: 1, points: 1_500 },
      ignoredColumns: ["Согласие"],
    });
    const client = await clientOf(phone);
    expect(client).toMatchObject({ name: "Анна", email: "anna@mail.ru", birthday: "1990-03-07" });
    expect(client.pointsBalance).toBe(1_500);
    expect(await findPinnedNote(app.db, client.id)).toBe("любит чай,\nбез сахара");
    expect(await findTags(app.db, client.id)).toEqual(["постоянная", "vip"]);
    expect(await hasConsent(app.db, client.id, "marketing")).toBe(false);
    const entries = await listPointEntries(app.db, { clientId: client.id, rowsMax: 9, offset: 0 });
    expect(entries).toMatchObject([{ points: 1_500, kind: "adjustment", reason: "Перенос из YCLIENTS" }]);
    expect(await ledgerCheck(app)).toEqual([]);
  });

  it("UN-2: a balance below zero comes over as a debt, and the check says of how many", async () => {
    const text = `Имя;Телефон;Баллы\nАнна;${newPhone()};-40\nБорис;${newPhone()};40\n`;
    expect(granted((await take(text)).outcome)).toMatchObject({ openings: 2, debtors: 1, points: 0 });
  });

  it("taken once more, or corrected and taken again, bring nothing twice", async () => {
    const [one, two] = [newPhone(), newPhone()];
    const text = `Имя,Телефон,Баллы\nАнна,${one},100\n`;
    granted((await take(text)).outcome);
    const before = await countAll();
    expect(granted((await take(text)).outcome)).toMatchObject({ entered: 0, unchanged: 1, openings: 0 });
    expect(await countAll()).toEqual(before);
    const longer = granted((await take(`${text}Ольга,${two},50\n`)).outcome);
    expect(longer).toMatchObject({ entered: 1, unchanged: 1, openings: 1, points: 50 });
    expect((await clientOf(one)).pointsBalance).toBe(100);
    const { rejected } = await take(`Имя,Телефон,Баллы\nАнна,${one},150\n`);
    expect(rejected).toMatchObject([
      { line: 2, column: "Баллы", problem: "opening_is_another", detail: 100 },
    ]);
  });

  it("who are known get only what is missing; the name stays", async () => {
    const phone = newPhone();
    const { id } = granted(await enterClient(app, { phone, name: "Анюта", actor: OPERATOR }));
    granted(await changeTags(app, { clientId: id, add: ["своя"], remove: [], actor: OPERATOR }));
    const file = (email: string) => `Имя;Телефон;E-mail;Метки\nАнна;${phone};${email};новая, своя\n`;
    expect(granted((await take(file("a@mail.ru"))).outcome)).toMatchObject({ entered: 0, filled: 1 });
    expect(granted((await take(file("b@mail.ru"))).outcome)).toMatchObject({ filled: 0, unchanged: 1 });
    expect(await clientOf(phone)).toMatchObject({ id, name: "Анюта", email: "a@mail.ru" });
    expect(await findTags(app.db, id)).toEqual(["своя", "новая"]);
  });

  it("in Windows-1251 and in UTF-16 are read as they were written", async () => {
    const [one, two] = [newPhone(), newPhone()];
    const cp1251 = Buffer.from(
      [...`Имя;Телефон\nЁлка;${one}\n`].map((sign) => {
        const code = sign.codePointAt(0) ?? 0;
        if (sign === "Ё") return 0xa8;
        return code < 0x80 ? code : code - 0x350;
      }),
    );
    granted((await take(cp1251)).outcome);
    expect((await clientOf(one)).name).toBe("Ёлка");
    granted((await take(Buffer.from(`\ufeffИмя\tТелефон\nЁлка\t${two}\n`, "utf16le"))).outcome);
    expect((await clientOf(two)).name).toBe("Ёлка");
  });

  it("are known by a phone with a plus, with an apostrophe as it was once exported, or as Excel leaves it", async () => {
    const phone = newPhone();
    for (const cell of [phone, `'${phone}`, phone.slice(1)])
      granted((await take(`Имя;Телефон\nАнна;${cell}\n`)).outcome);
    const same = sql`SELECT count(*)::int AS count FROM clients WHERE phone = ${phone}`;
    expect(await app.db.first(same)).toEqual({ count: 1 });
  });

  it("checked alone, change nothing and are counted the same", async () => {
    const text = `Имя;Телефон;Баллы\nАнна;${newPhone()};10\nАнна;${newPhone()};\n`;
    const before = await countAll();
    const checked = granted((await take(text, { isDryRun: true })).outcome);
    expect(await countAll()).toEqual(before);
    expect(granted((await take(text)).outcome)).toEqual({ ...checked, isDryRun: false });
  });
});

describe("a file that cannot be taken", () => {
  it("names every wrong cell and writes nothing, were it row 10 000", async () => {
    const rows = Array.from({ length: 9_998 }, (_, at) => `Анна;+7902${String(at).padStart(7, "0")};1`);
    const before = await countAll();
    const { outcome, rejected } = await take(`Имя;Телефон;Баллы\n${rows.join("\n")}\nАнна;12;1,5\n`);
    expect(outcome).toMatchObject({
      refusal: "import_rows_rejected",
      detail: { rejected: 1, rows: 9_999 },
    });
    expect(rejected).toEqual([
      { line: 10_000, column: "Телефон", given: "12", problem: "phone_unreadable" },
      { line: 10_000, column: "Баллы", given: "1,5", problem: "points_unreadable" },
    ]);
    expect(await countAll()).toEqual(before);
  });

  it.each([
    ["без имени", ";+79030000001;;;", "name_empty"],
    ["длинное имя", `${"а".repeat(61)};+79030000001;;;`, "name_too_long"],
    ["без телефона", "Анна;;;;", "phone_missing"],
    ["e-mail", "Анна;+79030000001;x;;", "email_unreadable"],
    ["день", "Анна;+79030000001;;31.02.1990;", "birthday_unreadable"],
    ["день впереди", "Анна;+79030000001;;01.01.2100;", "birthday_out_of_range"],
    ["метка", `Анна;+79030000001;;;${"а".repeat(31)}`, "tag_too_long"],
    ["метки", `Анна;+79030000001;;;${Array.from({ length: 21 }, (_, at) => at).join(",")}`, "tags_too_many"],
    ["лишняя ячейка", "Анна;+79030000001;;;;x", "cells_too_many"],
    ["кавычка", '"Анна;+79030000001;;;\n', "quotes_not_closed"],
  ])("%s", async (_, row, problem) => {
    const { rejected } = await take(`Имя;Телефон;E-mail;День рождения;Метки\n${row}`);
    expect(rejected).toMatchObject([{ line: 2, problem }]);
  });

  it("a phone that comes twice: let go word by word, refused with other words", async () => {
    const phone = newPhone();
    const text = `Имя;Телефон\nАнна;${phone}\nАнна;${phone}\n`;
    expect(granted((await take(text)).outcome)).toMatchObject({ entered: 1, repeated: 1 });
    const { rejected } = await take(`${text}Ольга;8${phone.slice(2)}\n`);
    expect(rejected).toMatchObject([{ line: 4, problem: "phone_repeated", detail: 2 }]);
  });

  it("has all that is wrong with a row named, its phone of an earlier row and what is known here included", async () => {
    const [one, two] = [newPhone(), newPhone()];
    const head = "Имя;Телефон;Метки;Баллы\n";
    const many = Array.from({ length: 21 }, (_, at) => at).join(",");
    granted((await take(`${head}Анна;${one};;100\n`)).outcome);
    granted((await take(`${head}Анна;${one};${many.slice(0, 20)};\n`)).outcome);
    const wrong = [
      `;${two};;много`,
      `Ольга;${two};;x`,
      `Ольга;${two};;x`,
      `Анна;${one};${many.slice(21)},11,12,13,14,15,16,17,18,19,20,21;150`,
    ];
    const { rejected } = await take(`${head}${wrong.join("\n")}\n`);
    expect(rejected.map(({ line, problem }) => [line, problem])).toEqual([
      [2, "name_empty"],
      [2, "points_unreadable"],
      [3, "points_unreadable"],
      [3, "phone_repeated"],
      [4, "points_unreadable"],
      [4, "phone_repeated"],
      [5, "opening_is_another"],
      [5, "tags_too_many"],
    ]);
  });

  it.each([
    ["empty", "", "import_file_empty"],
    ["blank", "\ufeff\n \n", "import_file_empty"],
    ["no rows", "Имя;Телефон\n", "import_file_empty"],
    ["xlsx", "PK\u0003\u0004", "import_file_not_text"],
    ["binary", "Имя\u0000", "import_file_not_text"],
    ["columns", "ФИО;Тел\nАнна;1\n", "import_columns_missing"],
    ["another separator", "Имя|Телефон\nАнна|1\n", "import_separator_unknown"],
    ["KOI8-R", Buffer.from("e9cdd13bf4c5ccc5c6cfce0a", "hex"), "import_encoding_unknown"],
    ["twice", "Имя;Телефон;имя\n", "import_column_twice"],
  ])("%s", async (_, text, refusal) => expect((await take(text)).outcome).toMatchObject({ refusal }));

  it("that changes while it is read is not believed", async () => {
    const phone = newPhone();
    let times = 0;
    const open = async function* () {
      times += 1;
      yield Buffer.from(`Имя;Телефон\nАнна${times > 3 ? "!" : ""};${phone}\n`);
    };
    const input = { file: { open, bytes: 40 }, isDryRun: false, mapping: {}, source: "x", actor: OPERATOR };
    expect(await importClients(app, input)).toMatchObject({ refusal: "import_file_changed" });
    expect(await findClientByIdOrPhone(app.db, phone)).toBeUndefined();
  });
});

it("tells how far it is by the rows that are done, and all of it only when it is written", async () => {
  const phones = Array.from({ length: 2_500 }, () => newPhone());
  const text = `Имя;Телефон\n${phones.map((phone) => `Анна;${phone}`).join("\n")}\n`;
  const shares: number[] = [];
  const onProgress = (share: number) => shares.push(share);
  granted((await take(text, { onProgress })).outcome);
  // Checked and written five hundred rows at a time: no step is more than its part of the whole.
  const steps = shares.map((share, at) => share - (shares[at - 1] ?? 0));
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...steps)).toBeLessThan(0.2);
  expect(shares.filter((share) => share > 0.98)).toEqual([1]);
});

it("that breaks off in the middle of writing leaves nothing", async () => {
  const rows = Array.from({ length: 1_200 }, (_, at) => `Анна;+7904${String(at).padStart(7, "0")};5`);
  const text = Buffer.from(`Имя;Телефон;Баллы\n${rows.join("\n")}\n`);
  let times = 0;
  const open = async function* () {
    times += 1;
    yield text.subarray(0, text.length / 2);
    if (times > 3) throw new Error("the disk went away");
    yield text.subarray(text.length / 2);
  };
  const before = await countAll();
  const file = { open, bytes: text.length };
  const input = { file, isDryRun: false, mapping: {}, source: "x", actor: OPERATOR };
  await expect(importClients(app, input)).rejects.toThrow("the disk went away");
  expect(await countAll()).toEqual(before);
});

it("two imports of one file at once, and clients entered meanwhile, make each phone one client", async () => {
  const phones = Array.from({ length: 40 }, newPhone);
  const text = `Имя;Телефон;Баллы\n${phones.map((phone) => `Анна;${phone};7`).join("\n")}\n`;
  const entered = phones.map((phone) => enterClient(app, { phone, name: "Ольга", actor: OPERATOR }));
  const [first, second] = await Promise.all([take(text), take(text), ...entered]);
  expect([first.outcome.ok, second.outcome.ok]).toEqual([true, true]);
  for (const phone of phones) expect((await clientOf(phone)).pointsBalance).toBe(7);
  expect(await ledgerCheck(app)).toEqual([]);
});

describe("rows that cannot be taken may be left out (PE-4)", () => {
  const leavesOutRejected = true;

  it("takes all the others, in whatever batch they stand, and tells each that is left out once", async () => {
    const phones = Array.from({ length: 1_200 }, newPhone);
    const rows = phones.map((phone, at) => (at % 400 === 7 ? `Имя;12${at}` : `Имя ${at};${phone}`));
    const text = `Имя;Телефон\n${rows.join("\n")}\n`;
    const before = await countAll();
    const dry = await take(text, { leavesOutRejected, isDryRun: true });
    expect(granted(dry.outcome)).toMatchObject({ entered: 1_197, leftOut: 3 });
    expect(await countAll()).toEqual(before);
    const { outcome, rejected } = await take(text, { leavesOutRejected });
    expect(granted(outcome)).toMatchObject({ rows: 1_200, entered: 1_197, leftOut: 3 });
    expect(rejected.map(({ line }) => line)).toEqual([9, 409, 809]);
    const after = await countAll();
    expect(granted((await take(text, { leavesOutRejected })).outcome)).toMatchObject({
      ...{ entered: 0, unchanged: 1_197, leftOut: 3 },
    });
    expect(await countAll()).toEqual(after);
  });

  it("leaves out what only the database knows to be wrong, and writes nothing of it", async () => {
    const [one, other] = [newPhone(), newPhone()];
    granted((await take(`Имя;Телефон;Баллы\nАнна;${one};100\n`)).outcome);
    const text = `Имя;Телефон;Баллы\nАнна;${one};150\nОльга;${other};50\n`;
    const { outcome, rejected } = await take(text, { leavesOutRejected });
    expect(granted(outcome)).toMatchObject({ entered: 1, openings: 1, points: 50, leftOut: 1 });
    expect(rejected).toMatchObject([{ line: 2, problem: "opening_is_another", detail: 100 }]);
    const entries = await listPointEntries(app.db, {
      clientId: (await clientOf(one)).id,
      rowsMax: 10,
      offset: 0,
    });
    expect(entries.map(({ points }) => points)).toEqual([100]);
  });

  it("refuses a file of which no row can be taken, and one that merely has a bad row when nobody said so", async () => {
    const before = await countAll();
    for (const [text, over] of [
      ["Имя;Телефон\nАнна;12\n", { leavesOutRejected }],
      [`Имя;Телефон\nАнна;12\nОльга;${newPhone()}\n`, {}],
    ] as const)
      expect((await take(text, over)).outcome).toMatchObject({ refusal: "import_rows_rejected" });
    expect(await countAll()).toEqual(before);
  });
});
