import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { isDiskFull, saysDiskFull } from "../../../src/core/runtime/database-error.ts";
import { findHome } from "../../../src/core/runtime/embedded-home.ts";
import { logEnd, notStarted, saidSince } from "../../../src/core/runtime/embedded-log.ts";
import { MigrationError } from "../../../src/core/runtime/migrate.ts";

const folder = mkdtempSync(path.join(tmpdir(), "okoshko-log-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const home = findHome(folder);
const FULL =
  '2026-11-26 17:55:43.287 UTC [18461] FATAL:  could not write lock file "postmaster.pid": No space left on device\n';
const OTHER = [
  "2026-11-26 17:55:43.287 UTC [18461] LOG:  starting PostgreSQL 18.4",
  '2026-11-26 17:55:43.288 UTC [18461] FATAL:  could not open directory "pg_wal": Permission denied',
  "2026-11-26 17:55:43.289 UTC [18461] LOG:  database system is shut down",
].join("\n");

it("only what the log says behind a place counts; a log that is shorter is another one", () => {
  const file = path.join(folder, "postgres.log");
  expect([logEnd(file), saidSince(file, 0)]).toEqual([0, ""]);
  writeFileSync(file, FULL);
  const end = logEnd(file);
  expect(saysDiskFull(saidSince(file, end))).toBe(false);
  appendFileSync(file, FULL);
  expect(saidSince(file, end)).toBe(FULL);
  writeFileSync(file, "new\n");
  expect(saidSince(file, end)).toBe("new\n");
});

it.each([
  ["a full disk", FULL, { kind: "disk_full", folder: home.folder }],
  [
    "the last telling line",
    OTHER,
    {
      kind: "not_started",
      said: 'could not open directory "pg_wal": Permission denied',
      logFile: home.logFile,
    },
  ],
  ["no word at all", "", { kind: "not_started", said: "it ended", logFile: home.logFile }],
])("a server that did not come up is told by %s", (_, words, trouble) => {
  const error = notStarted(home, "it ended", words);
  expect(error.trouble).toEqual(trouble);
  expect(error.message.split("\n").length).toBeLessThanOrEqual(3);
});

it.each([
  ["of the database", Object.assign(new Error("x"), { code: "53100", severity: "ERROR" }), true],
  ["through Prisma", Object.assign(new Error("x"), { cause: { originalCode: "53100" } }), true],
  ["of our own file", Object.assign(new Error("x"), { code: "ENOSPC" }), true],
  [
    "behind a migration",
    new MigrationError("broken", "x", {
      cause: Object.assign(new Error("x"), { code: "53100", severity: "ERROR" }),
    }),
    true,
  ],
  ["another trouble", Object.assign(new Error("x"), { code: "53300", severity: "FATAL" }), false],
  ["no error", undefined, false],
])("a full disk is seen %s", (_, error, isFull) => {
  expect(isDiskFull(error)).toBe(isFull);
});
