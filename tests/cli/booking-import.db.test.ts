import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { enterClient } from "../../src/core/people/index.ts";
import { testApp } from "../support/app.ts";
import { granted, makeService, makeSpecialist } from "../support/make.ts";
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

for (const [name, phone] of [
  ["Анна", "+79001234567"],
  ["Ольга", "+79001234568"],
] as const)
  granted(await enterClient(app, { name, phone, actor: OPERATOR }));

describe("bookings import", () => {
  it("checks, then books with the slots that are missing", async () => {
    const service = await makeService(app, { name: "Стрижка" });
    const { name } = await makeSpecialist(app, [service.id]);
    const list = file(
      "bookings.csv",
      `Телефон,Специалист,Услуга,Начало\n+79001234567,${name},Стрижка,01.12.2026 10:00\n`,
    );
    const args = ["bookings", "import", list];
    const without = await run([...args, "--yes"]);
    expect(without.exit).toBe(1);
    expect(without.err).toContain(
      "строка 2, «Начало»: дано «01.12.2026 10:00», ожидается начало окна специалиста; создать недостающие окна — с флагом --make-slots\n",
    );
    const over = file("over.csv", readFileSync(list, "utf8").replace("01.12.2026", "01.11.2026"));
    for (const flags of [[], ["--make-slots"]])
      expect((await run(["bookings", "import", over, ...flags, "--yes"])).err).toContain(
        "строка 2, «Начало»: дано «01.11.2026 10:00», ожидается время впереди\n",
      );
    expect((await run([...args, "--make-slots", "--dry-run"])).out).toBe(
      "В файле 1 строка: новых записей — 1, из них с новым окном — 1.\nЭто проверка: ничего не записано.\n",
    );
    const made = z
      .strictObject({
        ...{ rows: z.int(), booked: z.int(), repeated: z.int(), repeatedInFile: z.int(), slotsMade: z.int() },
        ...{ isDryRun: z.boolean(), ignoredColumns: z.array(z.string()) },
      })
      .parse((await run([...args, "--make-slots", "--yes", "--json"])).json());
    expect(made).toMatchObject({ booked: 1, slotsMade: 1 });
    const twice = file("twice.csv", readFileSync(list, "utf8").replace(/^(\+.*\n)/m, "$1$1"));
    expect((await run(["bookings", "import", twice])).out).toBe(
      "В файле 2 строки: новых записей — 0, перенесено раньше — 1, повторов в файле — 1.\nЗаписывать нечего.\n",
    );
    const again = await run([...args, "--yes"]);
    expect(again.out).toBe("Записано: новых записей — 0, перенесено раньше — 1; в файле 1 строка.\n");

    const theirs = file(
      "theirs-bookings.csv",
      `Клиент,Мастер,Что,Когда,Сумма,Комментарий\n89001234567,${name},Стрижка,02.12.2026 10:00,1 500,Окно у двери\n`,
    );
    const columns = { phone: "Клиент", specialist: "Мастер", service: "Что", start: "Когда" };
    const mapping = file(
      "bookings.json",
      JSON.stringify({ columns: { ...columns, price: "Сумма", note: "Комментарий" } }),
    );
    const mapped = ["bookings", "import", theirs, "--make-slots", "--yes", "--mapping", mapping];
    expect(await run(mapped)).toMatchObject({ exit: 0, err: "" });
    const listed = (await run(["bookings", "list", "--from", "2026-12-02", "--json"])).json().items;
    expect(listed).toMatchObject([{ priceKopecks: 150_000 }]);
    const shown = await run(["bookings", "show", String(listed[0]?.number), "--json"]);
    expect(shown.json()).toMatchObject({ note: "Окно у двери" });
    expect((await run(["bookings", "show", String(listed[0]?.number)])).out).toMatch(
      /Заметка\s+Окно у двери/,
    );
    expect((await run([...mapped.slice(0, -1), file("m.json", '{"columns": {"name": "x"}}')])).err).toContain(
      "дано «name», ожидается одно из: phone, specialist, service, start, price, note",
    );
  });
});
