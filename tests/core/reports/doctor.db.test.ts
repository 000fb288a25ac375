import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { copyName } from "../../../src/core/backup/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { DOCTOR_PARTS, type DoctorPart, examine, listMessages } from "../../../src/core/reports/index.ts";
import { openDatabase } from "../../../src/core/runtime/database.ts";
import { markOf } from "../../../src/core/runtime/installation.ts";
import { startJobs } from "../../../src/core/runtime/jobs.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { testApp } from "../../support/app.ts";
import { makeBooking, makeHold } from "../../support/hold.ts";
import { granted } from "../../support/make.ts";
import { answering, groundWith, serving, troublesOf } from "./doctor-ground.ts";

const app = await testApp();
const { hostname, port } = new URL(
  await serving(
    answering({
      ready: true,
      installation: markOf({ notificationSecret: "n" }),
      parts: { database: { ok: true } },
    }),
  ),
);
const env = { HOST: hostname, PORT: port };
const ground = groundWith({ env, db: app.db, clock: app.clock });
const INSTALLED = sql`
  INSERT INTO installation (id, mode, session_secret, notification_secret, created_at)
  VALUES (1, 'sandbox', 's', 'n', now())`;
const look = (part: DoctorPart) => troublesOf(ground, [part]);
const minutesAgo = (minutes: number) => new Date(app.clock.now().getTime() - minutes * 60_000);

/** Plants a fault, looks, and takes it back. */
async function withFault<T>(plant: string, undo: string, work: () => Promise<T>): Promise<T> {
  await app.db.pool.query(plant);
  try {
    return await work();
  } finally {
    await app.db.pool.query(undo);
  }
}

it("finds nothing wrong with a product that is well, and says so part by part", async () => {
  await makeBooking(app);
  await app.db.run(INSTALLED);
  const folder = await mkdtemp(path.join(tmpdir(), "okoshko-doctor-test-"));
  granted(await changeSetting(app, { key: "backup.folder", typed: folder, actor: OPERATOR }));
  await writeFile(path.join(folder, copyName(app.clock.now())), "a copy");
  // Its messages are sent by nobody here.
  await app.db.run(sql`DELETE FROM outbox`);
  const jobs = await startJobs(
    app.db,
    [{ name: "tick", everySeconds: 1, run: async () => undefined }],
    app.log,
  );
  try {
    await expect.poll(() => look("jobs"), { timeout: 15_000 }).toEqual([]);
    const found = await examine({ ...ground, clock: { now: () => new Date() } });
    expect(found.filter(({ level }) => level !== "ok")).toEqual([]);
    expect([...new Set(found.map(({ part }) => part))]).toEqual([...DOCTOR_PARTS]);
  } finally {
    await jobs.stop();
    await rm(folder, { recursive: true });
    await app.db.run(sql`DELETE FROM installation`);
  }
  await app.db.pool.query("UPDATE pgboss.job SET created_on = created_on - interval '10 minutes'");
  expect(await look("jobs")).toMatchObject([
    { id: "jobs_stopped", level: "trouble", since: expect.any(Date) },
  ]);
  await app.db.pool.query(`
    INSERT INTO pgboss.job (name, state, created_on) VALUES ('tick', 'completed', now());
    INSERT INTO pgboss.job (name, state, created_on) VALUES ('tick', 'created', now() - interval '3 minutes');
    INSERT INTO pgboss.job (name, state, created_on) VALUES ('tick', 'failed', now())`);
  expect(await look("jobs")).toMatchObject([
    { id: "jobs_queue_unattended", level: "trouble" },
    { id: "jobs_interrupted", level: "warning", count: 1 },
  ]);
});

it("tells a database that is away, what could not be looked at, and the rest all the same", async () => {
  const db = openDatabase({ connectionString: "postgresql://salon:geheim@127.0.0.1:1/salon" });
  const found = await examine(groundWith({ env, db }));
  await db.close();
  expect(found).toContainEqual(
    expect.objectContaining({
      id: "database_unreachable",
      level: "trouble",
      what: expect.stringContaining("ECONNREFUSED"),
    }),
  );
  expect(found).toContainEqual(expect.objectContaining({ id: "ledger_unchecked", level: "unchecked" }));
  expect(found.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["web_owner_unchecked", "disk_ok", "configuration_ok"]),
  );
  expect(
    found.map(({ id }) => id),
    "well and unknown at once it cannot be",
  ).not.toContain("web_ok");
  expect(JSON.stringify(found)).not.toContain("geheim");
});

it("tells a dropped constraint and a trigger that was switched off, by name", async () => {
  expect(await look("database")).toEqual([]);
  const dropped = await withFault(
    "ALTER TABLE clients DISABLE TRIGGER USER; ALTER TABLE services RENAME CONSTRAINT services_kind_known TO renamed",
    "ALTER TABLE clients ENABLE TRIGGER USER; ALTER TABLE services RENAME CONSTRAINT renamed TO services_kind_known",
    () => look("database"),
  );
  expect(dropped).toMatchObject([{ id: "database_promises_missing", level: "trouble" }]);
  expect(dropped[0]?.what).toContain("services_kind_known");
  expect(dropped[0]?.count).toBeGreaterThan(1);
  expect(await look("database")).toEqual([]);
});

it("tells an index that is not there, though nothing is wrong without it", async () => {
  const renamed = await withFault(
    "ALTER INDEX outbox_due RENAME TO renamed",
    "ALTER INDEX renamed RENAME TO outbox_due",
    () => look("database"),
  );
  expect(renamed).toMatchObject([
    { id: "database_indexes_missing", level: "warning", what: "В базе нет индексов: outbox_due." },
  ]);
});

it("tells a schema that is behind, edited, or newer than the program", async () => {
  const newest = "(SELECT max(migration_name) FROM _prisma_migrations)";
  const keep = "CREATE TABLE kept AS SELECT * FROM _prisma_migrations;";
  const undo =
    "TRUNCATE _prisma_migrations; INSERT INTO _prisma_migrations SELECT * FROM kept; DROP TABLE kept";
  const seen = (plant: string) => withFault(keep + plant, undo, () => look("database"));
  expect(await seen(`DELETE FROM _prisma_migrations WHERE migration_name = ${newest}`)).toMatchObject([
    { id: "database_schema_behind", count: 1, mend: "npm run -s cli -- db migrate" },
  ]);
  expect(
    await seen(`UPDATE _prisma_migrations SET checksum = 'x' WHERE migration_name = ${newest}`),
  ).toMatchObject([{ id: "database_schema_not_ours", what: expect.stringContaining("изменили после того") }]);
  expect(
    await seen(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
                VALUES ('1', 'x', '99990101000000_from_the_future', now())`),
  ).toMatchObject([{ id: "database_schema_not_ours", what: expect.stringContaining("from_the_future") }]);
  expect(await seen("DELETE FROM _prisma_migrations")).toMatchObject([
    { id: "database_schema_not_ours", what: expect.stringContaining("история миграций потеряна") },
  ]);
});

it("tells a server that works on another database, and one that does not say on which", async () => {
  expect(await look("web")).toMatchObject([{ id: "web_other_installation", level: "trouble" }]);
  await app.db.run(INSTALLED);
  expect(await look("web")).toEqual([]);
  const old = new URL(await serving(answering({ ready: true, parts: {} })));
  const at = groundWith({ env: { HOST: old.hostname, PORT: old.port }, db: app.db });
  expect(await troublesOf(at, ["web"])).toMatchObject([{ id: "web_outdated", level: "warning" }]);
  await app.db.run(sql`DELETE FROM installation`);
});

it("tells messages that did not go out, kind by kind, since when and how many", async () => {
  const { client } = await makeBooking(app);
  await app.db.run(sql`DELETE FROM outbox`);
  const plant = (key: string, kind: string, minutes: number) =>
    app.db.run(sql`
      INSERT INTO outbox (id, key, kind, client_id, payload, priority, due_at, planned_at, created_at)
      VALUES (gen_random_uuid(), ${key}, ${kind}, ${client.id}::uuid, '{}', 10, ${minutesAgo(minutes)}, ${minutesAgo(minutes)}, now())`);
  await plant("one", "reminder", 4);
  expect(await look("messages")).toEqual([]);
  await plant("two", "reminder", 6);
  await plant("three", "booking_confirmed", 30);
  await app.db.pool.query("UPDATE pgboss.job SET created_on = now() - interval '10 minutes'");
  expect(await look("messages")).toMatchObject([
    { id: "messages_late", level: "trouble", count: 1, since: minutesAgo(30) },
    {
      ...{ id: "messages_late", count: 1, since: minutesAgo(6) },
      mend: "Отправляют их фоновые задания, а их никто не выполняет: npm start (или npm start -- --role jobs). Что ждёт: npm run -s cli -- messages list --upcoming",
    },
  ]);
  await app.db.pool.query("UPDATE pgboss.job SET created_on = now() WHERE name = 'tick'");
  expect((await look("messages"))[1]?.mend).toMatch(/doctor --only telegram/);
  const late = await listMessages(app.db, { isUpcoming: true, rowsMax: 10 });
  expect(late.map(({ kind }) => kind)).toEqual(["booking_confirmed", "reminder", "reminder"]);
  await app.db.run(sql`UPDATE outbox SET attempts = 2, due_at = ${minutesAgo(-5)} WHERE key = 'three'`);
  await app.db.run(sql`UPDATE outbox SET state = 'failed', state_reason = 'HTTP 400' WHERE key = 'two'`);
  expect(await look("messages")).toMatchObject([
    { id: "messages_retrying", level: "warning", count: 1 },
    { id: "messages_failed", level: "warning", count: 1 },
  ]);
  await app.db.run(sql`DELETE FROM outbox`);
});

it("tells of clients who wait for the bot, and of updates that it gave up", async () => {
  await app.db.run(sql`
    INSERT INTO inbox (update_id, person_id, body, received_at) VALUES (1, 1, '{}', ${minutesAgo(0.5)})`);
  const inbox = async () =>
    (await troublesOf(ground, ["telegram"])).filter(({ id }) => id.startsWith("telegram_inbox"));
  expect(await inbox()).toEqual([]);
  await app.db.run(sql`UPDATE inbox SET received_at = ${minutesAgo(10)}`);
  expect(await inbox()).toMatchObject([{ id: "telegram_inbox_late", level: "trouble", count: 1 }]);
  await app.db.run(sql`UPDATE inbox SET handled_at = ${minutesAgo(9)}, failure = 'boom'`);
  expect(await inbox()).toMatchObject([{ id: "telegram_inbox_failed", level: "warning", count: 1 }]);
  await app.db.run(sql`DELETE FROM inbox`);
});

it("tells books that do not agree, and holds that nobody ended (EP-5, PY-5)", async () => {
  const { client } = await makeBooking(app);
  const add = (points: number) => `
    SET session_replication_role = replica;
    UPDATE clients SET points_balance = points_balance + ${points} WHERE id = '${client.id}';
    SET session_replication_role = DEFAULT`;
  expect([...(await look("ledger")), ...(await look("money"))]).toEqual([]);
  const found = await withFault(add(7), add(-7), () => look("ledger"));
  expect(found).toMatchObject([{ id: "books_balance_is_sum_of_entries", level: "trouble", count: 1 }]);
  await makeHold(app);
  const start = app.clock.now();
  app.clock.advance(3 * 3_600_000);
  expect(await look("money")).toMatchObject([{ id: "money_overdue_hold", level: "trouble", count: 1 }]);
  app.clock.set(start);
});

it("tells a database that was made for the other mode, and a clock that is not the database's", async () => {
  const insert =
    "INSERT INTO installation (id, mode, session_secret, notification_secret, created_at) VALUES (1, 'live', 's', 'n', now())";
  const mode = await withFault(insert, "DELETE FROM installation", () => look("configuration"));
  expect(mode).toMatchObject([{ id: "configuration_wrong_mode", level: "trouble" }]);
  const behind = { now: () => new Date(Date.now() - 60_000) };
  expect(await troublesOf({ ...ground, clock: behind }, ["clock"])).toMatchObject([
    { id: "clock_database_differs", level: "warning" },
  ]);
  expect(await troublesOf({ ...ground, clock: { now: () => new Date() } }, ["clock"])).toEqual([]);
});
