import { expect, it } from "vitest";
import { migrationSentence } from "../../../src/core/reports/index.ts";
import { MigrationError, type MigrationTrouble } from "../../../src/core/runtime/migrate.ts";

const DETAILS = {
  locked: { seconds: 60 },
  busy: { migration: "20260101_first", seconds: 10 },
  unrecorded: { migration: "20260101_first", problem: 'relation "firsts" already exists' },
  lost: { table: "firsts" },
  broken: { migration: "20260101_first", problem: "syntax error", line: 2 },
  failed: { migration: "20260101_first" },
  newer: { migration: "20260101_first" },
  edited: { migration: "20260101_first" },
} satisfies Record<MigrationTrouble, MigrationError["detail"]>;

it.each(Object.entries(DETAILS))("%s has a sentence with all that is known of it", (trouble, detail) => {
  const said = migrationSentence(new MigrationError(trouble as MigrationTrouble, "English", { detail }));
  for (const value of Object.values(detail)) expect(said).toContain(String(value));
  expect(said).not.toContain("English");
  expect(said).not.toContain("undefined");
  expect(said).toMatch(/^[А-Я]/);
});
