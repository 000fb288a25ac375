import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { embeddedPostgresStatus } from "../../src/core/runtime/embedded-postgres.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { emptyTestDatabase } from "../support/database.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const home = await mkdtemp(path.join(tmpdir(), "okoshko-missing-test-"));
afterAll(() => rm(home, { recursive: true, force: true }));
const on = (folder: string, ...argv: readonly string[]) =>
  run(argv, { env: { DATABASE_URL: "", DATA_DIR: path.join(home, folder) } });

it("nothing is made where the name of the folder was mistyped, and all that helps is said", async () => {
  await mkdir(path.join(home, "salon", "postgres", "data"), { recursive: true });
  await writeFile(path.join(home, "salon", "postgres", "data", "PG_VERSION"), "18\n");
  const calls = [
    ["bookings", "list"],
    ["settings", "set", "booking.holdMinutes", "20"],
    ["db", "backup", path.join(home, "x.backup")],
    ["db", "status"],
    ["db", "stop", "--yes"],
  ];
  for (const argv of calls) {
    const { exit, out, err } = await on("saloon", ...argv);
    expect([exit, out]).toEqual([2, ""]);
    expect(err).toBe(
      `В папке ${home}/saloon базы нет: такой папки нет. База есть рядом: ${home}/salon. Верен ли DATA_DIR? Начать новую: npm start; восстановить из копии: npm run -s cli -- db restore <файл>; посмотреть на примере: npm run -s cli -- demo load\nСправка: та же команда с --help.\n`,
    );
    expect(existsSync(path.join(home, "saloon"))).toBe(false);
  }
});

it("says what stands in the folder instead", async () => {
  await mkdir(path.join(home, "photos"));
  expect((await on("photos", "clients", "list")).err).toContain("базы нет: папка пуста.");
  await writeFile(path.join(home, "photos", "one.jpg"), "");
  expect((await on("photos", "clients", "list")).err).toContain("базы нет: в ней другое: one.jpg.");
});

it("of an embedded database that a failed restore left empty the folder is named, and no address", async () => {
  const dataDir = path.join(home, "restored");
  const broken = path.join(home, "broken.backup");
  await writeFile(broken, "no copy");
  expect((await on("restored", "db", "restore", broken)).exit).toBe(1);
  const asked = await on("restored", "services", "list");
  await on("restored", "db", "stop", "--yes");
  // As root the server lives elsewhere.
  const { folder } = await embeddedPostgresStatus(dataDir);
  await rm(folder, { recursive: true, force: true });
  expect([asked.exit, asked.out]).toEqual([2, ""]);
  expect(asked.err).toMatch(
    new RegExp(`^База в папке ${dataDir} пуста: .+ Восстановить из копии: npm run -s cli -- db restore`),
  );
  expect(asked.err).not.toContain("DATABASE_URL");
});

it("an outside database without a schema is not given one by a question", async () => {
  const empty = await emptyTestDatabase();
  const asked = await run(["bookings", "list", "--json"], {
    env: { DATABASE_URL: empty.connection.connectionString ?? "" },
  });
  expect([asked.exit, asked.out, asked.error().code]).toEqual([2, "", "installation_empty"]);
  expect(asked.error().message).toMatch(/^База по DATABASE_URL пуста: /);
  expect(await empty.first(sql`SELECT to_regclass('bookings')::text AS there`)).toEqual({ there: null });
});

it("says of a file that it is no folder, as a wrong environment, whatever is called", async () => {
  await writeFile(path.join(home, "note.txt"), "");
  for (const argv of [
    ["clients", "list"],
    ["demo", "load"],
    ["db", "migrate"],
    ["db", "status"],
    ["db", "stop"],
  ]) {
    const { exit, out, err } = await on("note.txt", ...argv);
    expect([argv, exit, out]).toEqual([argv, 2, ""]);
    expect(err).toContain(`${home}/note.txt — это файл, а не папка. Другую папку называет DATA_DIR.`);
  }
});
