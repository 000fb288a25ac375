import { beforeAll, expect, it } from "vitest";
import { confirmHold, holdSlot } from "../../src/core/booking/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
let anna = { id: "", name: "" };

/** A week of December in Moscow, where it is three hours later. */
const WEEK = ["--from", "2026-12-01", "--to", "2026-12-07"];
const PATTERN = ["--hours", "10:00-19:00", "--break", "13:00-14:00", "--length", "60"];

const generate = (...flags: readonly string[]) =>
  run(["slots", "generate", "--specialist", anna.name, ...WEEK, ...PATTERN, ...flags]);

const count = async (): Promise<number> =>
  (await app.db.first<{ count: number }>(sql`SELECT count(*) AS count FROM slots`))?.count ?? 0;

beforeAll(async () => {
  await makeService(app);
  anna = await makeSpecialist(app);
});

it("counts without making anything when it is only a try", async () => {
  const tried = await generate("--days", "mon-fri", "--dry-run", "--json");
  expect(tried.exit).toBe(0);
  expect(tried.json()).toEqual({
    ...{ specialistId: anna.id, isDryRun: true },
    ...{ made: 40, skipped: 0, overlapping: 0, past: 0, off: 0 },
  });
  expect(await count()).toBe(0);
});

it("makes the slots, and the same command again makes nothing and says why", async () => {
  const first = await generate("--days", "mon-fri");
  expect(first).toMatchObject({ exit: 0, out: "Создано: 40 окон (время Europe/Moscow).\n", err: "" });
  const again = await generate("--days", "mon-fri");
  expect(again.out).toBe("Создано: 0 окон (время Europe/Moscow).\nПропущено: 40 (уже есть окно — 40).\n");
  expect(await count()).toBe(40);
});

it("leaves out what is past", async () => {
  const today = ["--from", "2026-11-23", "--to", "2026-11-23"];
  const made = await run(["slots", "generate", "--specialist", anna.id, ...today, ...PATTERN, "--json"]);
  expect(made.json()).toMatchObject({ made: 5, skipped: 3, past: 3, overlapping: 0 });
});

it("says what to do about what has begun today, and of earlier days nothing more than that they are over", async () => {
  const wanted = ["slots", "generate", "--specialist", anna.id, ...PATTERN, "--dry-run"];
  const today = await run([...wanted, "--from", "2026-11-23", "--to", "2026-11-23"]);
  expect(today.out).toContain(
    "Пропущено: 8 (уже есть окно — 5, уже начались — 3).\nОкно, которое уже началось",
  );
  expect(today.out).toContain("--from 2026-11-23 --to 2026-11-23 --hours 12:05-<конец> --length <минут>.");
  const hint = [
    ...wanted.slice(0, 4),
    "--from",
    "2026-11-23",
    "--to",
    "2026-11-23",
    "--hours",
    "12:05-12:55",
  ];
  expect((await run([...hint, "--length", "50", "--dry-run", "--json"])).json()).toMatchObject({ past: 0 });
  const others = await run([...wanted, "--from", "2026-11-20", "--to", "2026-11-22"]);
  expect(others.out).toMatch(/Пропущено: 24 \(уже начались — 24\)\.\n$/);
  const weekend = await run([...wanted, "--from", "2026-11-20", "--to", "2026-11-23", "--days", "sat"]);
  expect(weekend.out).toMatch(/уже начались — 8\)\.\n$/);
});

it("lists slots as JSON with all their fields, in order", async () => {
  const listed = await run(["slots", "list", ...WEEK, "--json"]);
  expect(listed.err).toBe("");
  const { items, hasMore } = listed.json();
  expect(hasMore).toBe(false);
  expect(items).toHaveLength(40);
  expect(items[0]).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    specialistId: anna.id,
    specialistName: anna.name,
    day: "2026-12-01",
    startsAt: "2026-12-01T07:00:00.000Z",
    endsAt: "2026-12-01T08:00:00.000Z",
    kind: "regular",
    discountPercent: null,
    state: "free",
    closedReason: null,
    bookingId: null,
    bookingNumber: null,
  });
});

it("lists slots for people by day and specialist, within 80 columns", async () => {
  const { out } = await run(["slots", "list", ...WEEK]);
  expect(out).toContain(`вт 01.12.2026, ${anna.name}\n  10:00–11:00  обычное  свободно   `);
  expect(out).toContain("40 окон (вт 01.12.2026 — пн 07.12.2026, время Europe/Moscow)");
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

it("shows a page, and says that there is more", async () => {
  const page = await run(["slots", "list", ...WEEK, "--limit", "2", "--offset", "1"]);
  expect(page.out).toContain("Показано не всё. Дальше: --offset 3");
  const json = (await run(["slots", "list", ...WEEK, "--limit", "2", "--offset", "39", "--json"])).json();
  expect(json).toMatchObject({ items: [{ day: "2026-12-07" }], hasMore: false });
});

it("heats, closes and opens a slot", async () => {
  const slot = await makeSlot(app, { specialistId: anna.id, startsAt: "2026-12-10T07:00:00Z" });
  const heated = await run(["slots", "heat", slot.id, "--discount", "30", "--json"]);
  expect(heated.json()).toMatchObject({ id: slot.id, kind: "hot", discountPercent: 30 });
  const closed = await run(["slots", "close", slot.id, "--reason", "Отпуск"]);
  expect(closed.out).toBe(
    `Окно закрыто: чт 10.12.2026, ${anna.name}, 10:00–11:00, горящее −30\u00a0%, закрыто: Отпуск.\n`,
  );
  const day = ["--from", "2026-12-10", "--to", "2026-12-10", "--json"];
  const filtered = await run(["slots", "list", ...day, "--state", "closed", "--kind", "hot"]);
  expect(filtered.json().items).toHaveLength(1);
  expect((await run(["slots", "list", ...day, "--state", "free"])).json().items).toEqual([]);
  expect((await run(["slots", "open", slot.id, "--json"])).json()).toMatchObject({ state: "free" });
});

it("does not close a booked slot, and says by whom it is booked", async () => {
  const service = await makeService(app, { policy: "onSite", specialistIds: [anna.id] });
  const slot = await makeSlot(app, { specialistId: anna.id, startsAt: "2026-11-25T07:00:00Z" });
  const client = await makeClient(app);
  const bookingId = app.newId();
  const held = granted(
    await holdSlot(app, { bookingId, clientId: client.id, serviceId: service.id, slotId: slot.id }),
  );
  if (held.state === "held") granted(await confirmHold(app, { bookingId, clientId: client.id }));

  const refused = await run(["slots", "close", slot.id, "--reason", "Отпуск", "--json"]);
  expect(refused.exit).toBe(1);
  expect(refused.out).toBe("");
  expect(refused.error()).toMatchObject({
    code: "slot_booked",
    message: `Окно занято: запись №${held.number}, ${client.name}, начало 25.11.2026 10:00. Сначала отмените или перенесите запись.`,
    detail: { number: held.number, startsAt: "2026-11-25T07:00:00.000Z" },
  });
  const booked = await run(["slots", "list", "--state", "booked", "--json"]);
  expect(booked.json().items).toMatchObject([{ id: slot.id, bookingId, bookingNumber: held.number }]);
  expect((await run(["slots", "list", "--state", "booked"])).out).toContain(`запись №${held.number}`);
});

it.each([
  [["slots", "generate", "--specialist", "Нет", ...WEEK, ...PATTERN], "unknown_specialist"],
  [["slots", "generate", "--specialist", "М", ...WEEK, ...PATTERN, "--discount", "5"], "discount_only_hot"],
  [
    ["slots", "generate", "--specialist", "М", ...WEEK, "--hours", "10:00-10:30", "--length", "60"],
    "pattern_makes_no_slots",
  ],
  [
    ["slots", "generate", "--specialist", "М", ...WEEK, ...PATTERN, "--length", "3"],
    "pattern_length_out_of_range",
  ],
  [["slots", "open", "0f8fad5b-d9cb-469f-a165-70867728950e"], "unknown_slot"],
])("refuses %j with code 1 and writes nothing", async (argv, code) => {
  const before = await count();
  const refused = await run([...argv, "--json"]);
  expect([refused.exit, refused.out, refused.error().code]).toEqual([1, "", code]);
  expect(await count()).toBe(before);
});

it("says whom it could mean when a name is several specialists'", async () => {
  const other = await makeSpecialist(app);
  const refused = await run(["slots", "list", "--specialist", "Мария"]);
  expect(refused).toMatchObject({ exit: 1, out: "" });
  expect(refused.err).toBe(
    `Специалистов, подходящих к «Мария», несколько: ${anna.name}, ${other.name}. Напишите имя целиком или id.\n`,
  );
});
