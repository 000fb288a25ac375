import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { runCli } from "../../src/cli/main.ts";
import {
  embeddedPostgresStatus,
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
} from "../../src/core/runtime/embedded-postgres.ts";
import { testApp } from "../support/app.ts";
import { addressOf, blankDatabase, growBusiness, wholeOf } from "../support/whole-database.ts";

const app = await testApp();
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-moving-test-"));
const dataDir = path.join(folder, "data");
const newMachine = await blankDatabase();

afterAll(async () => {
  const status = await embeddedPostgresStatus(dataDir);
  await stopEmbeddedPostgres(dataDir);
  for (const place of [folder, status.folder, status.socketFolder])
    await rm(place, { recursive: true, force: true });
});

/** The program on a machine of its own: what it is told from outside says which. */
async function on(env: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<void> {
  let err = "";
  const write = (words: string): void => {
    err += words;
  };
  const io = { out: () => undefined, columns: 80, readInput: async () => "", askSecret: undefined };
  const exit = await runCli(argv, { ...io, env, err: write });
  expect([exit, err]).toEqual([0, ""]);
}

it("an installation moves by two commands: outside → embedded → outside, and every table is the same", async () => {
  await growBusiness(app.db);
  const before = await wholeOf(addressOf(app.db));
  const outside = { DATABASE_URL: addressOf(app.db).connectionString };
  const [first, second] = [path.join(folder, "first"), path.join(folder, "second")];

  await on(outside, "db", "backup", first);
  await on({ DATA_DIR: dataDir }, "db", "restore", first);
  expect(await wholeOf(await startEmbeddedPostgres(dataDir))).toEqual(before);

  await on({ DATA_DIR: dataDir }, "db", "backup", second);
  await on({ DATABASE_URL: newMachine.connectionString }, "db", "restore", second);
  expect(await wholeOf(newMachine)).toEqual(before);
}, 120_000);
