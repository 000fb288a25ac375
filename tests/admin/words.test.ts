import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { modelNamed } from "../../src/admin/data-model.ts";
import { SETTINGS, TABLES } from "../../src/admin/lists.ts";
import { RUSSIAN } from "../../src/admin/locale.ru.ts";
import { formatDay, formatInstant, rublesToType, textOf } from "../../src/admin/readable.ts";
import { SENTENCES, sentence } from "../../src/admin/refusals.ts";
import { valueText } from "../../src/admin/setting-words.ts";
import { readRubles } from "../../src/core/kernel/money.ts";
import { DEFAULTS, SETTING_KEYS } from "../../src/core/settings/index.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const CYRILLIC = /[а-яё]/i;

const flat = (value: unknown, at = ""): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => flat(inner, at === "" ? key : `${at}.${key}`))
    : [at];

describe("AdminJS's own sentences", () => {
  const english = JSON.parse(
    readFileSync(path.join(ROOT, "node_modules/adminjs/src/locale/en/translation.json"), "utf8"),
  ) as object;
  const plain = (key: string) => key.replace(/_(plural|one|few|many|other)$/, "");
  const ours = new Set(flat(RUSSIAN).map(plain));

  it("are all in Russian", () => {
    expect(
      flat(english)
        .map(plain)
        .filter((key) => !ours.has(key)),
    ).toEqual([]);
  });

  it("have every plural form", () => {
    const plurals = flat(english)
      .filter((key) => key.endsWith("_plural"))
      .map(plain);
    const all = new Set(flat(RUSSIAN));
    for (const key of plurals)
      for (const form of ["one", "few", "many", "other"]) expect(all).toContain(`${key}_${form}`);
  });
});

describe("the lists", () => {
  const migrations = path.join(ROOT, "prisma/migrations");
  const invariants = readdirSync(migrations)
    .filter((name) => !name.endsWith(".toml"))
    .sort()
    .map((name) => readFileSync(path.join(migrations, name, "migration.sql"), "utf8"))
    .join("\n");

  it.each(TABLES.map((table) => [table.id, table] as const))(
    "%s names only columns that exist, each with a label",
    (_, table) => {
      const fields = new Set(modelNamed(table.id).fields.map(({ name }) => name));
      for (const [name, { isTold }] of Object.entries(table.columns)) if (isTold) fields.add(name);
      const used = [
        ...Object.keys(table.columns),
        ...table.list,
        ...table.show,
        ...table.filter,
        ...(table.edit ?? []),
      ];
      expect(used.filter((name) => !fields.has(name))).toEqual([]);
      expect(
        [...table.list, ...table.show, ...table.filter].filter((name) => !(name in table.columns)),
      ).toEqual([]);
      expect(table.columns).toHaveProperty(table.titleColumn);
    },
  );

  it("never show a secret", () => {
    const secrets = ["passwordHash", "createKey", "captureKey", "cancelKey", "request", "key", "payload"];
    for (const table of TABLES)
      expect(Object.keys(table.columns).filter((name) => secrets.includes(name))).toEqual([]);
  });

  it.each([
    ["Booking", "state", "bookings_state_known"],
    ["Booking", "paymentPolicy", "bookings_policy_known"],
    ["Slot", "kind", "slots_kind_known"],
    ["Slot", "state", "slots_state_known"],
    ["Payment", "state", "payments_state_known"],
    ["Payment", "kind", "payments_kind_known"],
    ["Payment", "method", "payments_method_known"],
    ["Refund", "state", "refunds_state_known"],
    ["PointEntry", "kind", "point_entries_kind_known"],
    ["OutboxMessage", "state", "outbox_state_known"],
    ["ClientMessage", "direction", "client_messages_direction_known"],
    ["Service", "kind", "services_kind_known"],
    ["Service", "paymentPolicy", "services_policy_known"],
    ["Staff", "role", "staff_role_known"],
  ])("%s.%s has a word for each value that the database allows", (id, column, constraint) => {
    // A later migration may have made it anew.
    const checks = invariants.matchAll(new RegExp(`${constraint}\\s+CHECK \\(\\w+ IN \\(([^)]*)\\)`, "g"));
    const check = [...checks].at(-1)?.[1] ?? "";
    const allowed = [...check.matchAll(/'(\w+)'/g)].map(([, value = ""]) => value);
    const words = TABLES.find((table) => table.id === id)?.columns[column]?.words ?? {};
    expect(allowed.length).toBeGreaterThan(1);
    expect(Object.keys(words).sort()).toEqual(allowed.sort());
  });

  it("are in Russian throughout: names, columns, values, buttons, what to do when there is nothing", () => {
    for (const table of [...TABLES, SETTINGS]) {
      const words = [
        table.many,
        table.emptyHint,
        ...Object.values(table.columns).flatMap(({ label, words = {} }) => [label, ...Object.values(words)]),
        ...(table.actions ?? []).map(({ label }) => label),
      ];
      expect(
        words.filter((word) => !CYRILLIC.test(word) && !["Telegram", "Telegram id", "VIP"].includes(word)),
      ).toEqual([]);
    }
  });
});

describe("a refusal", () => {
  it("has a Russian sentence with nothing left unfilled, whatever its detail holds", () => {
    for (const refusal of Object.keys(SENTENCES) as (keyof typeof SENTENCES)[]) {
      const text = sentence(refusal, {}, "Europe/Moscow");
      expect(text).toMatch(/^[А-ЯЁ].*[.]$/);
      expect(text).not.toMatch(/[[\]{}]|undefined/);
    }
  });
});

it.each([
  ["сумма в рублях", "Не подходит: «-5». Нужна сумма в рублях."],
  ["часы через запятую", "Не подходит: «-5». Нужны часы через запятую."],
  ["целое число от 1 до 9", "Не подходит: «-5». Нужно целое число от 1 до 9."],
])("a setting that does not fit asks for «%s» in agreement", (expected, text) => {
  expect(sentence("setting_out_of_range", { given: "-5", expected }, "UTC")).toBe(text);
});

describe("values for people", () => {
  it.each([
    ["2026-12-01T11:35:00Z", "Europe/Moscow", "вт, 1\u00a0дек\u00a02026, 14:35"],
    ["2026-05-31T21:00:00Z", "Europe/Moscow", "пн, 1\u00a0июн\u00a02026, 00:00"],
    ["2026-03-08T20:59:00Z", "Asia/Vladivostok", "пн, 9\u00a0мар\u00a02026, 06:59"],
  ])("%s in %s is «%s»", (instant, zone, text) => {
    expect(formatInstant(new Date(instant), zone)).toBe(text);
  });

  it.each([
    [150_050, { label: "", as: "rubles" as const }, "1\u00a0500,50\u00a0₽"],
    [-1_200, { label: "", as: "points" as const }, "\u22121\u00a0200"],
    [true, { label: "", as: "yesNo" as const }, "да"],
    [null, { label: "", whenEmpty: "как у услуги" }, "как у услуги"],
    [12, { label: "", prefix: "№ " }, "№ 12"],
  ])("%j with %j is «%s»", (value, column, text) => {
    expect(textOf(value, column, "UTC")).toBe(text);
  });

  it("a day stays the day that it is", () => {
    expect(formatDay("1990-01-01")).toBe("1\u00a0янв\u00a01990");
  });

  it.each([0, 5, 150_000, 150_050])("%i kopecks stand in a form as they are read back (UN-1)", (amount) => {
    expect(readRubles(rublesToType(amount))).toBe(amount);
  });

  it("every setting's default can be read", () => {
    for (const key of SETTING_KEYS) expect(valueText(key, DEFAULTS[key])).not.toBe("");
  });
});
