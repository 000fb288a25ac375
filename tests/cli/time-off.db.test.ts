import { beforeAll, beforeEach, expect, it } from "vitest";
import { confirmHold, holdSlot } from "../../src/core/booking/index.ts";
import { addSlot, findSlot } from "../../src/core/calendar/index.ts";
import { START, testApp } from "../support/app.ts";
import { makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { makeStaff } from "../support/staff.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
let anna = { id: "", name: "" };
let olga = { id: "", name: "" };
let serviceId = "";

beforeAll(async () => {
  serviceId = (await makeService(app, { policy: "onSite" })).id;
  anna = await makeSpecialist(app);
  olga = await makeSpecialist(app);
});
beforeEach(() => app.clock.set(START));

const DAY = ["--from", "2026-12-01"];
const add = (...flags: readonly string[]) =>
  run(["slots", "time-off", "add", "--specialist", anna.name, ...DAY, "--reason", "Отпуск", ...flags]);

it("is tried, taken, listed and lifted; its bookings are named", async () => {
  const free = await makeSlot(app, { specialistId: anna.id, startsAt: "2026-12-01T07:00:00Z" });
  const slot = await makeSlot(app, { specialistId: anna.id, startsAt: "2026-12-01T08:00:00Z" });
  const client = await makeClient(app);
  const hold = { bookingId: app.newId(), clientId: client.id };
  granted(await holdSlot(app, { ...hold, serviceId, slotId: slot.id }));
  const { number } = granted(await confirmHold(app, hold));

  const tried = await add("--dry-run");
  expect(tried.out).toContain("Проба, ничего не изменено. Закрылось бы: 1 свободное окно");
  expect(tried.out).toContain(`№${number}, 01.12.2026 11:00, ${anna.name}`);
  expect((await findSlot(app.db, free.id))?.state).toBe("open");

  const taken = (await add("--json")).json();
  expect(taken).toMatchObject({
    ...{
      isDryRun: false,
      closed: 1,
      startsAt: "2026-11-30T21:00:00.000Z",
      endsAt: "2026-12-01T21:00:00.000Z",
    },
    items: [{ specialistName: anna.name, reason: "Отпуск", liftedAt: null }],
    bookings: [{ number, clientName: client.name, specialistName: anna.name }],
  });
  const listed = await run(["slots", "time-off", "list", "--specialist", anna.name]);
  expect(listed.out).toContain("Отпуск");
  expect(listed.out).toContain(`${anna.name}, вт 01.12.2026, целиком\n`);
  expect(Math.max(...listed.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect((await run(["slots", "time-off", "list", "--specialist", olga.name])).out).toContain(
    "Нерабочего времени нет",
  );

  const opened = await run(["slots", "open", free.id]);
  expect(opened).toMatchObject({ exit: 1 });
  expect(opened.err).toContain(
    "Специалист в это время не работает: «Отпуск», 01.12.2026 00:00 — 02.12.2026 00:00.",
  );
  const id: string = taken.items[0]?.id ?? "";
  expect((await run(["slots", "time-off", "lift", id])).out).toContain("Снова открыто: 1 свободное окно.");
  expect((await findSlot(app.db, free.id))?.state).toBe("open");
});

it("is everybody's, in hours, and once under one id", async () => {
  const id = app.newId();
  const all = [
    "slots",
    "time-off",
    "add",
    "--specialist",
    "all",
    "--from",
    "2026-12-31",
    "--hours",
    "15:00-22:00",
  ];
  const first = (await run([...all, "--reason", "Короткий день", "--id", id, "--json"])).json();
  expect(first.items).toHaveLength(2);
  expect(first).toMatchObject({
    changeId: id,
    startsAt: "2026-12-31T12:00:00.000Z",
    endsAt: "2026-12-31T19:00:00.000Z",
  });
  expect((await run([...all, "--reason", "Короткий день", "--id", id, "--json"])).json()).toEqual(first);
});

it("repeats by days of the week, is listed with its times, and is lifted whole", async () => {
  const lunch = ["--to", "2026-12-15", "--days", "tue", "--hours", "13:00-14:00"];
  const tried = await add(...lunch, "--dry-run");
  expect(tried.out).toContain(
    "Закрылось бы: 0 свободных окон (3 отрезка, 01.12.2026 13:00 — 15.12.2026 14:00).",
  );
  const taken = (await add(...lunch, "--json")).json();
  expect(taken.stretches).toEqual([
    { startsAt: "2026-12-01T10:00:00.000Z", endsAt: "2026-12-01T11:00:00.000Z" },
    { startsAt: "2026-12-08T10:00:00.000Z", endsAt: "2026-12-08T11:00:00.000Z" },
    { startsAt: "2026-12-15T10:00:00.000Z", endsAt: "2026-12-15T11:00:00.000Z" },
  ]);
  const [first] = taken.items;
  const lifted = await run(["slots", "time-off", "lift", first?.id ?? "", "--series"]);
  expect(lifted.out).toContain("и ещё 2 отрезка ряда. Снова открыто: 0 свободных окон.");
  const left = (
    await run([
      "slots",
      "time-off",
      "list",
      "--specialist",
      anna.name,
      ...DAY,
      "--to",
      "2026-12-20",
      "--json",
    ])
  ).json();
  expect(left.items).toEqual([]);
});

it.each([
  [["--to", "2026-12-01", "--days", "wed"], 1, "time_off_on_no_day"],
  [["--days", "someday"], 2, undefined],
  [["--hours", "15:00-14:00"], 2, undefined],
  [["--to", "2028-12-01"], 1, "time_off_too_long"],
  [["--specialist", "Нет такой"], 1, "unknown_specialist"],
  [["--from", "2026-11-01"], 1, "time_off_past"],
] as const)("%j is refused", async (flags, exit, code) => {
  const refused = await add(...flags, "--json");
  expect(refused.exit).toBe(exit);
  if (code !== undefined) expect(refused.error()).toMatchObject({ code });
});

it("a time off that there is not is named", async () => {
  const id = app.newId();
  const refused = await run(["slots", "time-off", "lift", id]);
  expect(refused.err).toContain(`Такого нерабочего времени нет: ${id}.`);
});

it("the last change of the command line is undone, once; what staff did is theirs", async () => {
  app.clock.advance(61 * 60_000);
  expect((await run(["slots", "undo", "--json"])).error()).toMatchObject({ code: "unknown_change" });
  const slot = await makeSlot(app, { specialistId: olga.id, startsAt: "2026-12-03T07:00:00Z" });
  await run(["slots", "heat", slot.id]);
  const tried = await run(["slots", "undo", "--dry-run"]);
  expect(tried.out).toContain(
    "Проба, ничего не изменено. Отменилось бы: превращение в горящее (23.11.2026 13:01), 1 окно.",
  );
  expect(await findSlot(app.db, slot.id)).toMatchObject({ kind: "hot" });
  const undone = (await run(["slots", "undo", "--json"])).json();
  expect(undone).toMatchObject({ isDryRun: false, action: "make_hot", slots: 1, told: 0 });
  expect(await findSlot(app.db, slot.id)).toMatchObject({ kind: "regular" });
  expect((await run(["slots", "undo"])).out).toContain("Отменено: добавление");
  expect(await findSlot(app.db, slot.id)).toBeUndefined();

  const changeId = app.newId();
  const [startsAt, endsAt] = [new Date("2026-12-04T07:00:00Z"), new Date("2026-12-04T08:00:00Z")];
  const actor = await makeStaff(app, "Ирина");
  granted(await addSlot(app, { changeId, specialistId: olga.id, startsAt, endsAt, kind: "regular", actor }));
  expect((await run(["slots", "undo", changeId])).err).toContain("Это изменение сделал сотрудник в панели");
});

it("what was asked twice is undone by one undo, and the slot is as it was before both", async () => {
  const { id } = await makeSlot(app, { specialistId: olga.id, startsAt: "2026-12-07T07:00:00Z" });
  const before = await findSlot(app.db, id);
  for (const asked of [
    ["slots", "heat", id],
    ["slots", "move", id, "--to", "2026-12-07 12:00"],
    ["slots", "close", id, "--reason", "Учёба"],
    ["slots", "time-off", "add", "--specialist", olga.name, "--from", "2026-12-07", "--reason", "Учёба"],
  ]) {
    expect((await run(asked)).exit).toBe(0);
    expect((await run(asked)).exit).toBe(0);
    expect(await findSlot(app.db, id)).not.toEqual(before);
    expect((await run(["slots", "undo"])).out).toMatch(/^Отменено: .+, 1 окно\.\n$/);
    expect(await findSlot(app.db, id)).toEqual(before);
  }
});
