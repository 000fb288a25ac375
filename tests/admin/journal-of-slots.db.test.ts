import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { takeTimeOff } from "../../src/core/booking/index.ts";
import {
  addSlot,
  closeSlot,
  deleteSlot,
  generateSlots,
  liftTimeOff,
  makeHot,
  moveSlot,
  undoSlotChange,
} from "../../src/core/calendar/index.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";
import { percent } from "../../src/core/kernel/money.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const member = await makeStaff(app, { role: "owner" });
const owner = await signedIn(url, member);
const actor = { kind: "staff", id: member.id } as const;
const maria = await makeSpecialist(app, "Мария");
const anna = await makeSpecialist(app, "Анна");

const at = (time: string) => new Date(`${time}+03:00`);

/** What the journal says of the last change of a kind: of whom or what, and what changed. */
async function last(action: string): Promise<readonly string[]> {
  const { json } = await owner.get(
    `/admin/api/resources/AuditEntry/actions/list?perPage=1&filters.action=${action}`,
  );
  const { subjectId, change } = json.records?.[0]?.params ?? {};
  return [subjectId, change].map((text) => String(text).replaceAll("\u00a0", " "));
}

it("tells of slots made by a pattern the days, hours and breaks asked for, and what was left out if any was", async () => {
  const pattern = {
    ...{ from: localDay("2030-12-01"), to: localDay("2030-12-14"), weekdays: new Set([1, 3] as const) },
    ...{ hours: { from: 600, to: 900 }, breaks: [{ from: 720, to: 780 }], lengthMinutes: 60 },
  };
  const made = { specialistId: maria, pattern, kind: "regular", actor } as const;
  granted(await generateSlots(app, made));
  const asked =
    "вс, 1 дек 2030 — сб, 14 дек 2030, по пн, ср, 10:00–15:00, перерыв 12:00–13:00, по 60 мин; создано: ";
  expect(await last("generate_slots")).toEqual(["Мария", `${asked}16; обычное`]);
  granted(await generateSlots(app, made));
  expect(await last("generate_slots")).toEqual(["Мария", `${asked}0; пересекались: 16; обычное`]);
});

it("tells of one slot whose it is and when, before and after, though it is gone by now", async () => {
  const when = { startsAt: at("2031-01-13T10:00"), endsAt: at("2031-01-13T11:00") };
  const slot = granted(await addSlot(app, { specialistId: maria, ...when, kind: "regular", actor }));
  const slotId = slot.id;
  const was = "пн, 13 янв 2031, 10:00–11:00";
  expect(await last("add_slot")).toEqual(["пн, 13 янв 2031, 10:00, Мария", `${was}; Мария; обычное`]);
  const to = { startsAt: at("2031-01-14T12:00"), endsAt: at("2031-01-14T13:30") };
  granted(await moveSlot(app, { slotId, ...to, specialistId: anna, actor }));
  const is = "вт, 14 янв 2031, 12:00–13:30";
  expect((await last("move_slot"))[1]).toBe(`${was} → ${is}; Мария → Анна; обычное`);
  granted(await makeHot(app, { slotId, discountPercent: percent(30), actor }));
  expect((await last("make_hot"))[1]).toBe(`${is}; Анна; скидка, %: 30; обычное → горящее`);
  granted(await closeSlot(app, { slotId, reason: "ремонт", actor }));
  expect((await last("close_slot"))[1]).toMatch(`${is}; Анна`);
  granted(await deleteSlot(app, { slotId, actor }));
  expect(await last("delete_slot")).toEqual([
    "уже удалено",
    expect.stringMatching(/^вт, 14 янв 2031, 12:00–13:30; Анна; /),
  ]);
});

it("tells of time off, of its lifting and of what was undone which days and hours", async () => {
  const span = { startsAt: at("2031-02-03T00:00"), endsAt: at("2031-02-06T00:00") };
  const off = { changeId: randomUUID(), specialistIds: [maria, anna], reason: "отпуск", actor };
  const taken = granted(await takeTimeOff(app, { ...off, span }));
  const days = "пн, 3 фев 2031 — ср, 5 фев 2031";
  expect((await last("take_time_off"))[1]).toBe(`${days}; закрыто окошек: 0`);
  const theirs = taken.timeOff.find(({ specialistId }) => specialistId === maria);
  granted(await liftTimeOff(app, { timeOffId: theirs?.id ?? "", actor }));
  expect(await last("lift_time_off")).toEqual(["Мария", `${days}; открыто окошек: 0`]);

  const changeId = randomUUID();
  const when = { startsAt: at("2031-03-03T10:00"), endsAt: at("2031-03-03T11:00") };
  granted(await addSlot(app, { specialistId: anna, ...when, kind: "regular", changeId, actor }));
  granted(await undoSlotChange(app, { changeId, actor }));
  expect(await last("undo_slot_change")).toEqual([
    "Анна",
    "добавление; пн, 3 мар 2031, 10:00–11:00; окошек: 1",
  ]);
});

it("tells of an undone time off of several days each of its stretches, as it was told when it was taken", async () => {
  const changeId = randomUUID();
  const span = {
    ...{ fromDay: localDay("2031-04-07"), toDay: localDay("2031-04-08") },
    ...{ weekdays: new Set([1, 2] as const), hours: { from: 600, to: 720 } },
  };
  const off = { changeId, specialistIds: [maria], reason: "врач", actor };
  const taken = granted(await takeTimeOff(app, { ...off, span }));
  const days = "пн, 7 апр 2031, 10:00–12:00; вт, 8 апр 2031, 10:00–12:00";
  expect((await last("take_time_off"))[1]).toContain(days);
  const liftId = randomUUID();
  const lifted = { timeOffId: taken.timeOff[0]?.id ?? "", changeId: liftId, isWholeSeries: true, actor };
  granted(await liftTimeOff(app, lifted));
  granted(await undoSlotChange(app, { changeId: liftId, actor }));
  expect((await last("undo_slot_change"))[1]).toContain(days);
  granted(await undoSlotChange(app, { changeId, actor }));
  expect((await last("undo_slot_change"))[1]).toContain(days);
});

it("keeps the words of a row that was written before", async () => {
  await db.pool.query(
    `INSERT INTO audit (actor_kind, actor_id, action, subject_kind, subject_id, change, created_at)
     VALUES ('staff', $1, 'generate_slots', 'specialist', $2,
             '{"made": 3, "overlapping": 2, "past": 0, "off": 0, "kind": "hot"}', now())`,
    [member.id, maria],
  );
  expect(await last("generate_slots")).toEqual(["Мария", "создано: 3; пересекались: 2; горящее"]);
});
