import { afterEach, expect, it } from "vitest";
import { runCli } from "../../src/cli/main.ts";
import { testClock } from "../support/clock.ts";
import { emptyTestDatabase } from "../support/database.ts";
import { commandLine } from "./command-line.ts";

const db = await emptyTestDatabase();
const run = commandLine({ db, clock: testClock("2026-11-23T09:00:00Z") });

afterEach(() => db.pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));

it("migrates once, and says what was applied", async () => {
  const status = async () => (await run(["db", "status", "--json"])).json();
  expect(await status()).toMatchObject({
    kind: "external",
    server: null,
    migrations: { applied: [], problems: [] },
  });
  const { applied } = (await run(["db", "migrate", "--json"])).json() as unknown as { applied: string[] };
  expect(applied.length).toBeGreaterThan(1);
  expect(await status()).toMatchObject({ migrations: { applied, pending: [] } });
  expect((await run(["db", "migrate"])).out).toBe("Схема базы уже соответствует программе.\n");
  const text = (await run(["db", "status"])).out;
  expect(text).toContain("База       внешняя (DATABASE_URL)\n");
  expect(text).not.toContain("postgresql://");
});

it("gives a new database its schema at the command that may begin one, and tells whoever expected data there", async () => {
  const read = await run(["services", "list", "--json"]);
  expect([read.exit, read.error().code]).toEqual([2, "installation_empty"]);
  const first = await run(["demo", "load"]);
  expect(first).toMatchObject({ exit: 0, err: expect.stringMatching(/^База была пуста: создана схема\. /) });
  expect(await run(["services", "list"])).toMatchObject({ exit: 0, err: "" });
});

it("does not change a database that others may be working with, but says how to", async () => {
  await run(["db", "migrate"]);
  await db.pool.query(
    "DELETE FROM _prisma_migrations WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)",
  );
  const behind = await run(["services", "list", "--json"]);
  expect([behind.exit, behind.out, behind.error().code]).toEqual([1, "", "database_behind"]);
  expect(behind.error().message).toContain("npm run -s cli -- db migrate");
});

it("refuses a database that a newer program has made", async () => {
  await run(["db", "migrate"]);
  await db.pool.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
     VALUES ('1', 'x', '99990101000000_from_the_future', now())`,
  );
  const newer = await run(["services", "list", "--json"]);
  expect([newer.exit, newer.error().code]).toEqual([1, "database_not_ours"]);
  expect(newer.error().message).toContain("99990101000000_from_the_future");
  expect((await run(["db", "migrate", "--json"])).error().code).toBe("migration_newer");
});

it.each(["DELETE FROM _prisma_migrations", "DROP TABLE _prisma_migrations"])(
  "never calls a database with the product's tables empty: %s",
  async (loss) => {
    await run(["db", "migrate"]);
    await db.pool.query(loss);
    for (const call of ["services list", "demo load", "db migrate", "db migrate --repair"]) {
      const { exit, out, err } = await run(call.split(" "));
      expect([call, exit, out]).toEqual([call, 1, ""]);
      expect(err).toMatch(/история миграций потеряна.*не начинайте в ней заново.*db restore <файл>/);
      expect(err).not.toMatch(/пуста|npm start/);
    }
    expect((await run(["db", "status"])).out).toMatch(/\nМешает +В базе есть таблицы программы/);
    const copy = await run(["db", "backup", "/nowhere/lost.backup", "--json"]);
    expect([copy.exit, copy.error().code]).toEqual([1, "database_strange"]);
  },
);

const LATIN_SENTENCE = /(?:[A-Za-z]+ ){3}/;

it("says of a migration whose line is missing in the history what that is, and how to go on", async () => {
  await run(["db", "migrate"]);
  await db.pool.query("DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_broadcasts'");
  const { exit, err } = await run(["db", "migrate"]);
  expect(exit).toBe(1);
  expect(err).toMatch(
    /^Схему базы не обновить\. То, что делает миграция 20261126110000_broadcasts, в базе уже есть \(«.+»\)/,
  );
  expect(err).toContain("Восстановите копию, сделанную раньше, в пустую базу");
  expect(err).toContain("npm run -s cli -- db restore <файл>");
  expect((await run(["db", "migrate", "--json"])).error()).toMatchObject({
    code: "migration_unrecorded",
    detail: { migration: "20261126110000_broadcasts" },
  });
});

it.each([
  ["edited", "SET checksum = 'x'"],
  ["failed", "SET finished_at = NULL"],
])("says in Russian what is in the way of a schema: %s", async (code, damage) => {
  await run(["db", "migrate"]);
  await db.pool.query(`UPDATE _prisma_migrations ${damage} WHERE migration_name LIKE '%_broadcasts'`);
  const { out } = await run(["db", "status"]);
  expect(out).toMatch(/\nМешает +Миграци[юя] 20261126110000_broadcasts/);
  const told = [out, (await run(["services", "list"])).err, (await run(["db", "migrate"])).err];
  for (const words of [...told, (await run(["doctor", "--only", "database"])).out])
    expect(words).not.toMatch(LATIN_SENTENCE);
  expect((await run(["db", "migrate", "--json"])).error()).toMatchObject({
    code: `migration_${code}`,
    detail: { migration: "20261126110000_broadcasts" },
  });
});
it("puts back what the migrations promise, or names the rows that stand in the way and changes nothing", async () => {
  const first = (await run(["db", "migrate", "--repair", "--json"])).json() as unknown as Repaired;
  expect([first.applied.length > 1, first.repaired]).toEqual([true, []]);
  expect((await run(["db", "migrate", "--repair"])).out).toBe(
    "Функции, ограничения, индексы и триггеры на месте.\n",
  );
  const id = "00000000-0000-4000-8000-000000000001";
  await db.pool.query(`
    DROP INDEX outbox_due; ALTER TABLE segments DROP CONSTRAINT segments_name_given;
    INSERT INTO segments (id, name, definition, created_at, updated_at) VALUES ('${id}', '', '{}', now(), now())`);
  const refused = await run(["db", "migrate", "--repair"]);
  expect([refused.exit, refused.out]).toEqual([1, ""]);
  expect(refused.err).toContain(`Исправьте и повторите.\nsegments_name_given: segments: ${id}`);
  const told = await run(["db", "migrate", "--repair", "--json"]);
  expect(told.error()).toMatchObject({
    ...{ code: "promises_broken", detail: { count: 1 } },
    broken: [{ name: "segments_name_given", problem: `segments: ${id}` }],
  });
  const doctor = async () => (await run(["doctor", "--only", "database"])).out.replaceAll(/\s+/g, " ");
  expect(await doctor()).toContain("npm run -s cli -- db migrate --repair");
  await db.pool.query(`DELETE FROM segments WHERE id = '${id}'`);
  expect((await run(["db", "migrate", "--repair"])).out).toBe(
    "Возвращено: 2\n  outbox_due\n  segments_name_given\n",
  );
  expect(await doctor()).not.toContain("--repair");
  await db.pool.query(
    "DROP INDEX bookings_one_hold_per_client; CREATE INDEX bookings_one_hold_per_client ON clients (name)",
  );
  expect(await doctor()).toContain("bookings_one_hold_per_client");
  const stands = await run(["db", "migrate", "--repair"]);
  expect([stands.exit, stands.out]).toEqual([1, ""]);
  expect(stands.err).toContain(
    "bookings_one_hold_per_client: под этим именем стоит другое. Удалите его и повторите",
  );
  await db.pool.query(
    "DROP INDEX bookings_one_hold_per_client; CREATE INDEX bookings_one_hold_per_client ON bookings (client_id)",
  );
  expect(await doctor()).toContain("bookings_one_hold_per_client");
  expect((await run(["db", "migrate", "--repair"])).out).toBe(
    "Возвращено: 1\n  bookings_one_hold_per_client\n",
  );
  expect(await doctor()).not.toContain("--repair");
});

type Repaired = { readonly applied: readonly string[]; readonly repaired: readonly string[] };

it("does not stop a database that is not its own", async () => {
  expect((await run(["db", "stop", "--json"])).error().code).toBe("database_outside");
});

it("lives in the time of the sandbox, whose clock may be ahead", async () => {
  await run(["db", "migrate"]);
  const days = 40;
  await db.pool.query(
    `INSERT INTO installation (id, mode, clock_offset_ms, session_secret, notification_secret, created_at)
     VALUES (1, 'sandbox', ${days * 86_400_000}, 'x', 'y', now())`,
  );
  let out = "";
  const env = { DATABASE_URL: db.connection.connectionString };
  const silent = { err: () => undefined, columns: 80, readInput: async () => "", askSecret: undefined };
  const write = (words: string): void => {
    out += words;
  };
  const io = { ...silent, env, out: write };
  const ahead = new Date(Date.now() + days * 86_400_000);
  expect(await runCli(["slots", "list"], io)).toBe(0);
  expect(out).toContain(new Intl.DateTimeFormat("ru-RU", { timeZone: "Europe/Moscow" }).format(ahead));
});
