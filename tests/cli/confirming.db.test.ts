import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { findBooking } from "../../src/core/booking/index.ts";
import { findClientByIdOrPhone } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { makeClient } from "../support/make.ts";
import { bookedByStaff, newPhone } from "../support/people.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-confirming-test-"));
afterAll(() => rm(folder, { recursive: true }));

async function visit() {
  const { id: clientId } = await makeClient(app);
  const { id, number } = await bookedByStaff(app, clientId);
  const state = async () => (await findBooking(app.db, id))?.state;
  return { cancel: ["bookings", "cancel", String(number), "--reason", "заболел мастер"], state };
}

it.each(["да", " Да ", "д", "yes", "Y"])("goes on after «%s»", async (answers) => {
  const { cancel, state } = await visit();
  const done = await run(cancel, { answers });
  expect([done.exit, await state()]).toEqual([0, "cancelled"]);
  expect(done.err).toMatch(/отменится\. Клиент узнает об этом от бота\. Продолжить\? \(да\/нет\) /);
});

it.each(["нет", "", "давай", "n"])(
  "does nothing after «%s», and says how to go on without a question",
  async (answers) => {
    const { cancel, state } = await visit();
    const refused = await run(cancel, { answers });
    expect([refused.exit, refused.out, await state()]).toEqual([1, "", "confirmed"]);
    expect(refused.err).toContain("Ничего не сделано. Чтобы сделать, повторите с --yes.\n");
  },
);

it("asks neither a script nor a program: both say --yes or are refused", async () => {
  const { cancel, state } = await visit();
  expect((await run(cancel)).exit).toBe(1);
  const program = await run([...cancel, "--json"], { answers: "да" });
  expect([program.exit, program.error().code, await state()]).toEqual([1, "not_confirmed", "confirmed"]);
  expect((await run([...cancel, "--yes"])).exit).toBe(0);
});

it("asks once more after a file was checked, and writes all of it then", async () => {
  const phone = newPhone();
  const file = path.join(folder, "new.csv");
  await writeFile(file, `Имя;Телефон\nПолина;${phone}\n`);
  const checked = await run(["clients", "import", file], { answers: "нет" });
  expect([checked.exit, await findClientByIdOrPhone(app.db, phone)]).toEqual([1, undefined]);
  expect((await run(["clients", "import", file], { answers: "да" })).exit).toBe(0);
  expect(await findClientByIdOrPhone(app.db, phone)).toMatchObject({ name: "Полина" });
  const erase = ["clients", "erase", phone, "--reason", "письмо"];
  expect((await run(erase, { answers: "нет" })).err).toContain("добавьте --yes");
  expect((await run(erase, { answers: "да" })).out).toBe("Персональные данные клиента удалены.\n");
});

it("asks about nothing that would be refused: neither a person at the terminal nor a script", async () => {
  const { cancel, state } = await visit();
  await run([...cancel, "--yes"]);
  const [, , number = ""] = cancel;
  const calls = [
    { call: ["bookings", "refund", number, "--amount", "500", "--reason", "так"], code: "nothing_to_refund" },
    { call: ["waitlist", "remove", app.newId(), "--reason", "так"], code: "unknown_wait" },
    { call: ["schedule", "remove", "77"], code: "unknown_export" },
  ];
  for (const { call, code } of calls) {
    const asked = await run(call, { answers: "да" });
    expect([asked.exit, asked.err.includes("Продолжить?")]).toEqual([1, false]);
    expect((await run([...call, "--json"])).error().code).toBe(code);
  }
  expect(await state()).toBe("cancelled");
});

it("finds out what would come of a deed and keeps nothing of it", async () => {
  const { cancel, state } = await visit();
  const rows = async () =>
    (
      await app.db.first<{ rows: number }>(
        sql`SELECT (SELECT count(*) FROM outbox)::int + (SELECT count(*) FROM audit)::int AS rows`,
      )
    )?.rows;
  const before = await rows();
  expect((await run(cancel, { answers: "нет" })).exit).toBe(1);
  expect([await state(), await rows()]).toEqual(["confirmed", before]);
});
