import { expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { addStaff, findStaff, signIn } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { granted } from "../support/make.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const email = "olga@example.test";
const entry = { email, password: "совершенно-секретно" };
const olga = granted(await addStaff(app, { name: "Ольга", role: "owner", ...entry, actor: OPERATOR }));
granted(await addStaff(app, { name: "Вера", role: "admin", telegramId: 78, actor: OPERATOR }));

it("PE-3: staff password lets the last owner in again, who forgot theirs", async () => {
  const given = (await run(["staff", "password", email, "--yes", "--json"])).json();
  const password = String((given as { readonly password?: unknown }).password);
  const entered = granted(await signIn(app, { email, password, address: "10.0.0.1" }));
  expect(entered.oneTimeUntil).toBeDefined();
  expect((await run(["staff", "password", "Ольга"], { answers: "да" })).out).toMatch(
    /^Одноразовый пароль: [a-z2-9-]{19}\n/,
  );
});

it("PE-3: staff password signs nobody out without being sure", async () => {
  const before = await app.db.many(sql`SELECT * FROM staff WHERE id = ${olga.id}::uuid`);
  const script = await run(["staff", "password", email, "--json"]);
  expect([script.exit, script.out, script.error().code]).toEqual([1, "", "not_confirmed"]);
  const asked = await run(["staff", "password", email], { answers: "нет" });
  expect([asked.exit, asked.out]).toEqual([1, ""]);
  expect(asked.err).toContain(
    "Ольга: прежний пароль перестанет действовать, открытые входы в панель закроются. Продолжить? (да/нет) ",
  );
  expect(await app.db.many(sql`SELECT * FROM staff WHERE id = ${olga.id}::uuid`)).toEqual(before);
});

it("PE-3: staff password asks nothing about somebody who is switched off, and says how to bring them back", async () => {
  const nina = { name: "Нина", role: "admin", email: "nina@example.test", password: entry.password } as const;
  granted(await addStaff(app, { ...nina, actor: OPERATOR }));
  await run(["staff", "change", "Нина", "--off"]);
  expect(await run(["staff", "password", nina.email], { answers: "да" })).toMatchObject({
    exit: 1,
    err: "Сотрудник Нина отключён: войти он не может. Сначала верните его: staff change <кто> --on.\n",
  });
});

it("PE-3: staff change changes who somebody is here", async () => {
  const changed = await run(["staff", "change", "Вера", "--name", "Вера Ли", "--role", "owner", "--json"]);
  expect(changed.json()).toMatchObject({ name: "Вера Ли", role: "owner", isActive: true });
  expect((await run(["staff", "change", "Вера Ли", "--off"])).out).toBe("Вера Ли: отключён.\n");
  expect((await findStaff(app.db, olga.id))?.isActive).toBe(true);
});

it.each([
  [["change", "Ольга", "--off"], 1, "last_owner"],
  [["change", "Ольга", "--role", "specialist"], 1, "specialist_needed"],
  [["change", "Ольга", "--email", "почта"], 2, "email_unreadable"],
  [["change", "Ольга", "--off", "--on"], 2, "wrong_usage"],
  [["change", "Никто", "--off"], 1, "unknown_staff"],
  [["password", "Вера Ли"], 1, "staff_off"],
])("PE-3: staff %j ends with %i, %s", async (argv, exit, code) => {
  const refused = await run(["staff", ...argv, "--json"]);
  expect([refused.exit, refused.error().code]).toEqual([exit, code]);
});
