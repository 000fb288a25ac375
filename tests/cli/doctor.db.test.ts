import { expect, it } from "vitest";
import { z } from "zod";
import { runCli } from "../../src/cli/main.ts";
import { DOCTOR_LEVELS, DOCTOR_PARTS } from "../../src/core/reports/index.ts";
import { testApp } from "../support/app.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);

/** What monitoring may rely on. */
const answer = z.strictObject({
  level: z.enum(DOCTOR_LEVELS),
  checkedAt: z.iso.datetime(),
  items: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z][a-z_]+$/),
      part: z.enum(DOCTOR_PARTS),
      level: z.enum(DOCTOR_LEVELS),
      what: z.string().min(1),
      why: z.string().nullable(),
      mend: z.string().nullable(),
      since: z.iso.datetime().nullable(),
      count: z.int().nullable(),
    }),
  ),
});

it("ends well where all is well, in words and for a program", async () => {
  const text = await run(["doctor", "--only", "database,ledger,disk"]);
  expect([text.exit, text.err]).toEqual([0, ""]);
  expect(text.out).toMatch(/^ХОРОШО {4}База отвечает: PostgreSQL /);
  expect(text.out).toMatch(/\n\nВсё в порядке\.\n$/);
  const asJson = await run(["doctor", "--only", "database,ledger", "--json"]);
  expect(asJson.exit).toBe(0);
  const { level, items } = answer.parse(asJson.json());
  expect([level, [...new Set(items.map(({ part }) => part))]]).toEqual(["ok", ["database", "ledger"]]);
});

it("ends with 4 where something is broken: what, why, and what to do", async () => {
  await app.db.pool.query("ALTER TABLE services RENAME CONSTRAINT services_kind_known TO renamed");
  const text = await run(["doctor", "--only", "database"]);
  expect([text.exit, text.err]).toEqual([4, ""]);
  expect(text.out).toMatch(/\n\nСБОЙ {6}В базе нет ограничений.*services_kind_known/s);
  expect(text.out).toContain("→ npm run -s cli -- db migrate --repair");
  expect(text.out).toMatch(/\n\n1 сбой\.\n$/);
  for (const line of text.out.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
  const asJson = await run(["doctor", "--only", "database", "--json"]);
  expect([asJson.exit, answer.parse(asJson.json()).level]).toEqual([4, "trouble"]);
  await app.db.pool.query("ALTER TABLE services RENAME CONSTRAINT renamed TO services_kind_known");
});

it("a warning is told, and ends well", async () => {
  const env = { HOST: "0.0.0.0", BOT_TOKEN: "42:token" };
  const { exit, out } = await run(["doctor", "--only", "configuration"], { env });
  expect([exit, out.includes("ВНИМАНИЕ"), out.includes("1 предупреждение.")]).toEqual([0, true, true]);
});

it("answers with the whole of it where the database is away, and shows no password", async () => {
  let out = "";
  const io = {
    env: { DATABASE_URL: "postgresql://salon:geheim@127.0.0.1:1/salon", PORT: "1" },
    out: (words: string) => {
      out += words;
    },
    err: () => undefined,
    columns: 80,
    readInput: async () => "",
    askSecret: undefined,
  };
  expect(await runCli(["doctor", "--json"], io)).toBe(4);
  const { items } = answer.parse(JSON.parse(out));
  expect(items.map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      "database_unreachable",
      "jobs_unchecked",
      "ledger_unchecked",
      "web_unreachable",
      "disk_ok",
    ]),
  );
  expect(out).not.toContain("geheim");
  const wellOf = items.filter(({ level }) => level === "ok").map(({ part }) => part);
  expect(wellOf, "nothing is called well that was not looked at").not.toContain("clock");
  out = "";
  expect(await runCli(["doctor", "--only", "jobs,disk"], io), "its cause is a trouble, told beside it").toBe(
    4,
  );
  expect(out).toMatch(
    /^ХОРОШО {8}Места на диске.*\nНЕ ПРОВЕРЕНО {2}Фоновые задания\. Это видно только в базе\.$/ms,
  );
  expect(out).toMatch(/\n\n1 сбой, не проверено: 1\. Устраните сбой и запустите doctor ещё раз\.\n$/);
  out = "";
  expect(await runCli(["doctor", "--only", "disk"], { ...io, hasColors: true })).toBe(0);
  expect(out).toContain("\u001b[32mХОРОШО\u001b[0m");
});

it("an unknown part, and an environment that cannot be read, are wrong calls", async () => {
  const unknown = await run(["doctor", "--only", "database,moon", "--json"]);
  expect([unknown.exit, unknown.error().code]).toEqual([2, "wrong_usage"]);
  expect(unknown.error().message).toContain("части через запятую из: configuration, database");
  const wrong = await run(["doctor", "--json"], { env: { PORT: "many" } });
  expect([wrong.exit, wrong.error().code]).toEqual([2, "wrong_environment"]);
  expect(wrong.error().message).toBe(
    "Настройки окружения неверны:\n- PORT: ожидается номер порта от 0 до 65535; дано «many»",
  );
  const secret = await run(["bookings", "list"], { env: { DATABASE_URL: "mysql://u:geheim@h/d" } });
  expect([secret.exit, secret.out]).toEqual([2, ""]);
  expect(secret.err).toContain("DATABASE_URL: ожидается адрес вида postgresql://");
  expect(secret.err).not.toContain("geheim");
});
