import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { testApp } from "../support/app.ts";
import { makeClient } from "../support/make.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const { id } = await makeClient(app);
const run = commandLine(app);
const folder = mkdtempSync(path.join(tmpdir(), "okoshko-replacing-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const OLD = "прежнее";

/** A file that stands there already. */
function standing(name: string, text = OLD) {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return { file, now: () => readFileSync(file, "utf8") };
}

const DAYS = ["--from", "2026-11-23", "--to", "2026-11-23"];

describe.each([
  { name: "report finance", call: ["report", "finance", ...DAYS] },
  { name: "report finance, csv", call: ["report", "finance", ...DAYS, "--format", "csv"] },
  { name: "report bookings", call: ["report", "bookings", ...DAYS, "--format", "csv"] },
  { name: "report reviews, table", call: ["report", "reviews", ...DAYS] },
  { name: "clients export", call: ["clients", "export"] },
  { name: "clients export of one", call: ["clients", "export", id] },
])("a file that stands there: $name", ({ call }) => {
  it("is left to a script as it is, which is told how to go on", async () => {
    const { file, now } = standing("a.txt");
    const refused = await run([...call, "--out", file]);
    expect([refused.exit, refused.out, now()]).toEqual([1, "", OLD]);
    expect(refused.err).toBe(
      `Файл ${file} уже есть. Ничего не записано. Чтобы заменить его, повторите с --yes; или дайте другое имя.\n`,
    );
    const program = await run([...call, "--out", file, "--json"], { answers: "да" });
    expect([program.error().code, now()]).toEqual(["file_in_the_way", OLD]);
  });

  it("is replaced when the operator says so, by the flag or when asked", async () => {
    for (const how of [{ flags: ["--yes"] }, { flags: [], answers: "да" }]) {
      const { file, now } = standing("b.txt");
      const typed = how.answers === undefined ? {} : { answers: how.answers };
      const done = await run([...call, "--out", file, ...how.flags], typed);
      expect(done.exit).toBe(0);
      expect(now()).not.toContain(OLD);
    }
    const { file, now } = standing("c.txt");
    const kept = await run([...call, "--out", file], { answers: "нет" });
    expect([kept.exit, now()]).toEqual([1, OLD]);
    expect(kept.err).toContain(`Файл ${file} уже есть: его заменит новый. Продолжить? (да/нет) `);
  });
});

it("an empty file is no question: mktemp makes such", async () => {
  const { file, now } = standing("empty.csv", "");
  expect((await run(["clients", "export", "--out", file])).exit).toBe(0);
  expect(now()).toContain("Имя;");
});

it("db backup asks at a terminal, too, and a script says --yes", async () => {
  const { file, now } = standing("okoshko.backup");
  const refused = await run(["db", "backup", file, "--json"]);
  expect([refused.error().code, now()]).toEqual(["file_exists", OLD]);
  expect((await run(["db", "backup", file], { answers: "нет" })).exit).toBe(1);
  expect(now()).toBe(OLD);
  expect((await run(["db", "backup", file], { answers: "да" })).exit).toBe(0);
  expect(now()).not.toBe(OLD);
});
