import { describe, expect, it } from "vitest";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { makeClient } from "../support/make.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const client = await makeClient(app);

const shown = async (who = client) => (await run(["clients", "show", who.id, "--json"])).json();
const trail = (action: string, who = client) =>
  app.db.many(sql`
    SELECT actor_kind, change FROM audit WHERE action = ${action} AND subject_id = ${who.id} ORDER BY id`);
const BY_OPERATOR = { actorKind: "operator", change: null };

describe("clients name", () => {
  it("gives the client the name they are called by, and refuses none", async () => {
    const other = await makeClient(app);
    const told = await run(["clients", "name", other.id, "  Анна  "]);
    expect(told).toMatchObject({ exit: 0, out: "Теперь клиента зовут Анна.\n" });
    expect(await shown(other)).toMatchObject({ name: "Анна" });
    expect(await trail("rename_client", other)).toEqual([BY_OPERATOR]);
    const initial = await run(["clients", "name", other.id, "Анна К."]);
    expect(initial.out).toBe("Теперь клиента зовут Анна К.\n");
    expect((await run(["clients", "name", other.id, " ", "--json"])).error().code).toBe("wrong_usage");
    expect(await shown(other)).toMatchObject({ name: "Анна К." });
  });
});

describe("clients email (PY-6)", () => {
  it("keeps the address for receipts, shows it, takes it away; the trail says that the operator did", async () => {
    const told = await run(["clients", "email", client.id, "anna@Example.ru"]);
    expect(told).toMatchObject({ exit: 0, out: `${client.name}, почта: anna@example.ru.\n` });
    expect(await shown()).toMatchObject({ email: "anna@example.ru" });
    expect((await run(["clients", "show", client.id])).out).toMatch(/E-mail +anna@example\.ru/);
    await run(["clients", "email", client.id, "anna@example.ru"]);
    expect(await trail("set_email")).toEqual([BY_OPERATOR]);
    const gone = await run(["clients", "email", client.id, "--clear", "--json"]);
    expect(gone.json()).toEqual({ clientId: client.id, email: null });
    expect(await shown()).toMatchObject({ email: null });
  });

  it("refuses what is no address, and a call that asks for both or for nothing", async () => {
    const wrong = await run(["clients", "email", client.id, "anna", "--json"]);
    expect([wrong.exit, wrong.error().code]).toEqual([2, "email_unreadable"]);
    expect(wrong.error().message).toContain("дано «anna», ожидается вид anna@example.ru");
    for (const rest of [[], ["a@b.ru", "--clear"]]) {
      const { exit, err } = await run(["clients", "email", client.id, ...rest]);
      expect([exit, err]).toEqual([2, expect.stringContaining("Нужно одно из двух: <адрес> или --clear.")]);
    }
  });
});

describe("clients birthday (PE-4)", () => {
  it.each([
    ["1990-03-07", "1990-03-07", "07.03.1990"],
    ["7.03.1990", "1990-03-07", "07.03.1990"],
    ["29.02", "--02-29", "29.02"],
  ])("reads %s", async (typed, birthday, told) => {
    const { out } = await run(["clients", "birthday", client.id, typed]);
    expect(out).toBe(`${client.name}, день рождения: ${told}.\n`);
    expect(await shown()).toMatchObject({ birthday });
  });

  it("takes it away; the trail says that the operator changed it, and not twice", async () => {
    await run(["clients", "birthday", client.id, "07.03"]);
    const before = (await trail("set_birthday")).length;
    for (const _ of ["once", "again"]) {
      const gone = await run(["clients", "birthday", client.id, "--clear", "--json"]);
      expect(gone.json()).toEqual({ clientId: client.id, birthday: null });
    }
    const lines = await trail("set_birthday");
    expect(lines).toHaveLength(before + 1);
    expect(lines.at(-1)).toEqual(BY_OPERATOR);
  });

  it.each([
    ["в марте", "wrong_usage", "день рождения в виде 1990-03-07, 07.03.1990 или 07.03 без года"],
    [
      "31.02",
      "birthday_unreadable",
      "Такого дня нет в календаре: дано «31.02», ожидается день рождения в виде",
    ],
    [
      "2026-12-31",
      "birthday_out_of_range",
      "не может быть в будущем или больше 120 лет назад: дано «31.12.2026»",
    ],
  ])("says why not %s", async (typed, code, sentence) => {
    const { exit, error } = await run(["clients", "birthday", client.id, typed, "--json"]);
    expect([exit, error().code, error().message]).toEqual([2, code, expect.stringContaining(sentence)]);
    expect(await shown()).toMatchObject({ birthday: null });
  });
});

it.each([
  ["name", "Вера"],
  ["email", "vera@example.ru"],
  ["birthday", "07.03"],
])("clients %s knows nobody by a phone that nobody has", async (verb, value) => {
  expect((await run(["clients", verb, "+79009999999", value, "--json"])).error().code).toBe("unknown_client");
});
