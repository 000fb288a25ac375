import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { findBooking } from "../../src/core/booking/index.ts";
import { findClientByIdOrPhone } from "../../src/core/people/index.ts";
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
  expect(done.err).toMatch(/отменится, клиент об этом узнает\. Продолжить\? \(да\/нет\) /);
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
