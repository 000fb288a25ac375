import { beforeEach, describe, expect, it } from "vitest";
import { giveUpHold, holdSlot, takeTimeOff } from "../../../src/core/booking/index.ts";
import {
  addSlot,
  closeSlot,
  deleteSlot,
  findSlot,
  generateSlots,
  lastSlotChange,
  liftTimeOff,
  makeHot,
  makeRegular,
  moveSlot,
  reopenSlot,
  type Slot,
  UNDO_MINUTES,
  undoSlotChange,
} from "../../../src/core/calendar/index.ts";
import type { Actor } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { percent } from "../../../src/core/kernel/money.ts";
import { type Outcome, refuse } from "../../../src/core/kernel/outcome.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { inEveryOrder } from "../../races/rounds.ts";
import { START, testApp } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";
import { makeStaff } from "../../support/staff.ts";

const app = await testApp();
const [anna, olga] = [await makeStaff(app, "Анна"), await makeStaff(app, "Ольга")];
const service = await makeService(app, { policy: "onSite" });
const at = (time: string) => new Date(`2026-11-24T${time}:00Z`);
const DAY = localDay("2026-11-25");
beforeEach(() => app.clock.set(START));

async function freeSlot(over: Partial<Parameters<typeof makeSlot>[1]> = {}): Promise<Slot> {
  const { id: specialistId } = await makeSpecialist(app, [service.id]);
  return makeSlot(app, { specialistId, startsAt: "2026-11-24T09:00:00Z", ...over });
}

/** Every column of the specialists' slots. */
const looks = (specialistIds: readonly string[]) =>
  app.db.many(sql`SELECT * FROM slots WHERE specialist_id = ANY(${specialistIds}::uuid[]) ORDER BY id`);

type Made = { readonly changeId: string; readonly actor: Actor };
const change = (actor: Actor = anna): Made => ({ changeId: app.newId(), actor });
const pattern = {
  ...{ from: DAY, to: DAY, weekdays: new Set([1, 2, 3, 4, 5, 6, 7] as const) },
  ...{ hours: { from: 600, to: 720 }, breaks: [], lengthMinutes: 60 },
};

/** Each kind of change, done to a free slot with another specialist beside. */
const CHANGES: Readonly<
  Record<string, (slot: Slot, made: Made, otherId: string) => Promise<Outcome<unknown, string>>>
> = {
  "adding a slot": ({ specialistId }, made) =>
    addSlot(app, { ...made, specialistId, startsAt: at("15:00"), endsAt: at("16:00"), kind: "hot" }),
  "making slots by a pattern": ({ specialistId }, made) =>
    generateSlots(app, { ...made, specialistId, pattern, kind: "online" }),
  moving: ({ id: slotId }, made) =>
    moveSlot(app, { ...made, slotId, startsAt: at("12:00"), endsAt: at("12:30") }),
  "moving to another specialist": ({ id: slotId }, made, specialistId) =>
    moveSlot(app, { ...made, slotId, specialistId, startsAt: at("09:00"), endsAt: at("10:00") }),
  closing: ({ id: slotId }, made) => closeSlot(app, { ...made, slotId, reason: "Учёба" }),
  deleting: ({ id: slotId }, made) => deleteSlot(app, { ...made, slotId }),
  "turning hot": ({ id: slotId }, made) => makeHot(app, { ...made, slotId, discountPercent: percent(30) }),
  "taking time off": ({ specialistId }, { changeId, actor }, otherId) =>
    takeTimeOff(app, {
      ...{ changeId, actor, specialistIds: [specialistId, otherId], reason: "Отпуск" },
      span: { fromDay: localDay("2026-11-24"), toDay: DAY },
    }),
};

describe("a change of slots is undone", () => {
  it.each(Object.entries(CHANGES))("%s: every slot is as it was, and there is a trail", async (_, make) => {
    const slot = await freeSlot();
    const other = await makeSpecialist(app, []);
    const whose = [slot.specialistId, other.id];
    const before = await looks(whose);
    const made = change();
    granted(await make(slot, made, other.id));
    expect(await looks(whose)).not.toEqual(before);
    expect(await lastSlotChange(app.db, { actor: anna, now: app.clock.now() })).toMatchObject({
      id: made.changeId,
      slots: expect.any(Number),
    });

    const tried = granted(await writingNothing(app, () => undoSlotChange(app, { ...made, isDryRun: true })));
    const undone = granted(await undoSlotChange(app, made));
    expect(undone).toMatchObject({
      slots: tried.slots,
      change: { id: made.changeId, undoneAt: app.clock.now() },
    });
    expect(await looks(whose)).toEqual(before);
    const trail = await app.db.many(
      sql`SELECT actor_id, action, change ->> 'slots' AS slots FROM audit WHERE change ->> 'changeId' = ${made.changeId}`,
    );
    expect(trail).toEqual([
      { actorId: "id" in anna ? anna.id : "", action: "undo_slot_change", slots: String(undone.slots) },
    ]);

    const again = granted(await writingNothing(app, () => undoSlotChange(app, made)));
    expect(again.slots).toBe(undone.slots);
  });

  it("back from what was closed, hot or off: it is closed, hot and off again", async () => {
    const closed = await freeSlot();
    granted(await closeSlot(app, { slotId: closed.id, reason: "Учёба", actor: anna }));
    const hot = await freeSlot({ kind: "hot", discountPercent: percent(35) });
    await app.db.run(sql`UPDATE slots SET hot_announced_at = hot_since WHERE id = ${hot.id}::uuid`);
    const off = await freeSlot();
    const span = { fromDay: localDay("2026-11-24"), toDay: DAY };
    const vacation = { changeId: app.newId(), specialistIds: [off.specialistId], span, reason: "Отпуск" };
    const { timeOff } = granted(await takeTimeOff(app, { ...vacation, actor: anna }));
    const timeOffId = timeOff[0]?.id ?? "";
    const whose = [closed, hot, off].map(({ specialistId }) => specialistId);
    const before = await looks(whose);
    const steps = [
      (made: Made) => reopenSlot(app, { ...made, slotId: closed.id }),
      (made: Made) => makeRegular(app, { ...made, slotId: hot.id }),
      (made: Made) => liftTimeOff(app, { ...made, timeOffId }),
    ];
    for (const step of steps) {
      const made = change();
      granted<unknown>(await step(made));
      expect(await looks(whose)).not.toEqual(before);
      granted(await undoSlotChange(app, made));
      expect(await looks(whose)).toEqual(before);
    }
    expect(await refusedBy(app, () => reopenSlot(app, { ...change(), slotId: off.id }))).toBe(
      "slot_in_time_off",
    );
  });

  it("one after the other, the latest first; what is undone is the last no more", async () => {
    const { id: slotId, specialistId } = await freeSlot();
    const before = await looks([specialistId]);
    const [one, two] = [change(), change()];
    granted(await moveSlot(app, { ...one, slotId, startsAt: at("12:00"), endsAt: at("13:00") }));
    granted(await closeSlot(app, { ...two, slotId, reason: "Учёба" }));
    expect(await refusedBy(app, () => undoSlotChange(app, one))).toBe("change_overtaken");
    const last = async () => (await lastSlotChange(app.db, { actor: anna, now: app.clock.now() }))?.id;
    expect(await last()).toBe(two.changeId);
    granted(await undoSlotChange(app, two));
    expect(await last()).toBe(one.changeId);
    granted(await undoSlotChange(app, one));
    expect(await looks([specialistId])).toEqual(before);
    expect(await lastSlotChange(app.db, { actor: olga, now: app.clock.now() })).toBeUndefined();
  });

  it("though the slot was booked meanwhile, once it is free again", async () => {
    const slot = await freeSlot();
    const made = change();
    granted(await makeHot(app, { ...made, slotId: slot.id }));
    granted(await undoSlotChange(app, made));
    const moved = change();
    granted(await moveSlot(app, { ...moved, slotId: slot.id, startsAt: at("12:00"), endsAt: at("13:00") }));
    const { id: clientId } = await makeClient(app);
    const asked = { bookingId: app.newId(), clientId, serviceId: service.id, slotId: slot.id };
    granted(await holdSlot(app, asked));
    expect(await refusedBy(app, () => undoSlotChange(app, moved))).toBe("slot_booked");
    granted(await giveUpHold(app, asked));
    granted(await undoSlotChange(app, moved));
    expect(await findSlot(app.db, slot.id)).toMatchObject({ startsAt: at("09:00") });
  });

  it("interrupted: nothing is", async () => {
    const { id: slotId } = await freeSlot();
    const made = change();
    granted(await closeSlot(app, { ...made, slotId, reason: "Учёба" }));
    await writingNothing(app, () =>
      interrupted(app, /UPDATE slot_changes SET undone_at/, (dying) => undoSlotChange(dying, made)),
    );
  });
});

describe("a change of slots is not undone", () => {
  it("by another, or after an hour", async () => {
    const { id: slotId } = await freeSlot();
    const made = change();
    granted(await closeSlot(app, { ...made, slotId, reason: "Учёба" }));
    const by = (actor: Actor) => refusedBy(app, () => undoSlotChange(app, { ...made, actor }));
    expect(await by(olga)).toBe("not_your_change");
    expect(await by({ kind: "operator" })).toBe("not_your_change");
    expect(await refusedBy(app, () => undoSlotChange(app, change()))).toBe("unknown_change");
    app.clock.advance(UNDO_MINUTES * 60_000 + 1);
    expect(await by(anna)).toBe("undo_too_late");
    expect(await lastSlotChange(app.db, { actor: anna, now: app.clock.now() })).toBeUndefined();
  });

  it("when one of its slots is booked: the refusal says by whom (SL-6)", async () => {
    const { specialistId } = await freeSlot();
    const made = change();
    granted(await generateSlots(app, { ...made, specialistId, pattern, kind: "regular" }));
    const client = await makeClient(app);
    const [slot] = await app.db.many<{ id: string }>(
      sql`SELECT id FROM slots WHERE change_id = ${made.changeId}::uuid ORDER BY starts_at DESC`,
    );
    const hold = { bookingId: app.newId(), clientId: client.id, serviceId: service.id };
    granted(await holdSlot(app, { ...hold, slotId: slot?.id ?? "" }));
    const refused = await writingNothing(app, () => undoSlotChange(app, made));
    expect(refused).toMatchObject({ refusal: "slot_booked", detail: { clientName: client.name } });
  });

  it("when somebody changed, or deleted, one of its slots since: the refusal says what and who", async () => {
    const { specialistId } = await freeSlot();
    const made = change();
    granted(await generateSlots(app, { ...made, specialistId, pattern, kind: "regular" }));
    const [slot] = await app.db.many<{ id: string }>(
      sql`SELECT id FROM slots WHERE change_id = ${made.changeId}::uuid`,
    );
    granted(await deleteSlot(app, { slotId: slot?.id ?? "", actor: olga }));
    const refused = await writingNothing(app, () => undoSlotChange(app, made));
    expect(refused).toMatchObject({
      refusal: "change_overtaken",
      detail: { what: "удаление", by: "Ольга", at: app.clock.now() },
    });
  });

  it("where another slot stands by now, or the specialist is off (SL-1, SL-4)", async () => {
    const slot = await freeSlot();
    const moved = change();
    granted(await moveSlot(app, { ...moved, slotId: slot.id, startsAt: at("12:00"), endsAt: at("13:00") }));
    const { specialistId } = slot;
    granted(
      await addSlot(app, {
        specialistId,
        startsAt: at("09:30"),
        endsAt: at("10:30"),
        kind: "regular",
        actor: olga,
      }),
    );
    expect(await refusedBy(app, () => undoSlotChange(app, moved))).toBe("slot_overlaps");

    const gone = await freeSlot();
    const deleted = change();
    granted(await deleteSlot(app, { ...deleted, slotId: gone.id }));
    const span = { startsAt: at("09:30"), endsAt: at("12:00") };
    const pause = {
      changeId: app.newId(),
      specialistIds: [gone.specialistId],
      span,
      reason: "Врач",
      actor: olga,
    };
    granted(await takeTimeOff(app, pause));
    expect(await refusedBy(app, () => undoSlotChange(app, deleted))).toBe("slot_in_time_off");
    granted(await undoSlotChange(app, { changeId: pause.changeId, actor: olga }));
    granted(await undoSlotChange(app, deleted));
    expect(await findSlot(app.db, gone.id)).toEqual(gone);
  });

  it("when its time off was lifted since, even if it closed nothing", async () => {
    const { id: specialistId } = await makeSpecialist(app, []);
    const span = { fromDay: DAY, toDay: DAY };
    const made = change();
    const taken = granted(
      await takeTimeOff(app, { ...made, specialistIds: [specialistId], span, reason: "Отпуск" }),
    );
    granted(await liftTimeOff(app, { timeOffId: taken.timeOff[0]?.id ?? "", actor: olga }));
    expect(await refusedBy(app, () => undoSlotChange(app, made))).toBe("change_overtaken");
  });
});

it("a slot that was announced while it stayed hot is not news again, and the answer names it (MS-4)", async () => {
  const slot = await freeSlot({ kind: "hot" });
  const made = change();
  granted(await makeHot(app, { ...made, slotId: slot.id, discountPercent: percent(50) }));
  await app.db.run(sql`UPDATE slots SET hot_announced_at = ${app.clock.now()} WHERE id = ${slot.id}::uuid`);
  expect(granted(await undoSlotChange(app, made)).announcedSlotIds).toEqual([slot.id]);
  const row = await app.db.first(
    sql`SELECT discount_percent, hot_announced_at FROM slots WHERE id = ${slot.id}::uuid`,
  );
  expect(row).toEqual({ discountPercent: null, hotAnnouncedAt: app.clock.now() });
});

it("a slot that is offered again as it was is named by no answer: what was said of it is true again (MS-4)", async () => {
  const ways = ["closing", "taking time off", "deleting"] as const;
  for (const way of ways) {
    const slot = await freeSlot({ kind: "hot" });
    await app.db.run(sql`UPDATE slots SET hot_announced_at = hot_since WHERE id = ${slot.id}::uuid`);
    const made = change();
    granted(
      (await CHANGES[way]?.(slot, made, (await makeSpecialist(app, [])).id)) ?? refuse("unknown_change"),
    );
    expect(granted(await undoSlotChange(app, made)).announcedSlotIds).toEqual([]);
  }
});

describe("the same request once more", () => {
  it.each(Object.entries(CHANGES))("%s: answers as before and changes nothing", async (_, make) => {
    const slot = await freeSlot();
    const other = await makeSpecialist(app, []);
    const made = change();
    const first = await make(slot, made, other.id);
    expect(await writingNothing(app, () => make(slot, made, other.id))).toEqual(first);
  });

  it("under the id of another change is refused", async () => {
    const slot = await freeSlot();
    const made = change();
    granted(await closeSlot(app, { ...made, slotId: slot.id, reason: "Учёба" }));
    const other = await makeSpecialist(app, []);
    const another = { ...slot, specialistId: other.id };
    for (const [name, make] of Object.entries(CHANGES)) {
      if (name === "closing") continue;
      expect({ name, refusal: await refusedBy(app, () => make(another, made, other.id)) }).toEqual({
        name,
        refusal: "change_is_another",
      });
    }
  });
});

describe("undone by two at once, or while somebody books", () => {
  it("two undos: it is undone once", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { specialistId } = await freeSlot();
      const made = change();
      granted(await generateSlots(app, { ...made, specialistId, pattern, kind: "regular" }));
      const outcomes = await Promise.all([1, 2, 3].map(() => undoSlotChange(app, made)));
      expect(outcomes.map(refusalOf)).toEqual(["done", "done", "done"]);
      const trail = await app.db.many(
        sql`SELECT 1 FROM audit WHERE change ->> 'changeId' = ${made.changeId}`,
      );
      expect(trail).toHaveLength(1);
    }
  });

  it("undo against a hold: either it is undone or it is held, never both (SL-6)", async () => {
    for (const atOnce of inEveryOrder()) {
      const slot = await freeSlot();
      const made = change();
      granted(await moveSlot(app, { ...made, slotId: slot.id, startsAt: at("12:00"), endsAt: at("13:00") }));
      const client = await makeClient(app);
      const hold = { bookingId: app.newId(), clientId: client.id, serviceId: service.id, slotId: slot.id };
      const [undone, held] = await atOnce(
        () => undoSlotChange(app, made),
        () => holdSlot(app, hold),
      );
      const row = await app.db.first(sql`
        SELECT slots.starts_at, booking.starts_at AS visit FROM slots LEFT JOIN bookings booking ON booking.id = booking_id
        WHERE slots.id = ${slot.id}::uuid`);
      // Held where it stood, and so not put back; or put back, and then held there or seen gone from where it was.
      expect(refusalOf(undone)).toBe(undone.ok ? "done" : "slot_booked");
      const startsAt = undone.ok ? at("09:00") : at("12:00");
      expect(row).toEqual({ startsAt, visit: held.ok ? startsAt : null });
      expect(undone.ok ? ["done", "slot_gone"] : ["done"]).toContain(refusalOf(held));
    }
  });
});
