import { beforeEach, describe, expect, it } from "vitest";
import {
  bookingsIn,
  cancelBooking,
  confirmHold,
  findBooking,
  giveUpHold,
  holdSlot,
  listFreeStarts,
  rescheduleBooking,
  type TakeTimeOffInput,
  takeTimeOff,
} from "../../../src/core/booking/index.ts";
import {
  addSlot,
  closeSlot,
  deleteSlot,
  findSlot,
  findTimeOff,
  generateSlots,
  liftTimeOff,
  listTimeOff,
  makeHot,
  moveSlot,
  reopenSlot,
} from "../../../src/core/calendar/index.ts";
import { type Actor, OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { inEveryOrder } from "../../races/rounds.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks } from "../../support/bank.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";
import { settled } from "../../support/move.ts";
import { makeStaff } from "../../support/staff.ts";

const app = await testAppWithBank();
await alignClocks(app);
const actor = OPERATOR;
const NOBODY = "00000000-0000-4000-8000-000000000000";
const service = await makeService(app, { policy: "onSite" });
const at = (time: string) => new Date(`2026-11-24T${time}:00Z`);
const TUESDAY = localDay("2026-11-24");
beforeEach(() => app.clock.set(START));

/** Somebody with three slots in a row tomorrow, from noon in Moscow. */
async function specialistWithSlots() {
  const { id: specialistId } = await makeSpecialist(app, [service.id]);
  const [first, second, third] = [
    await makeSlot(app, { specialistId, startsAt: "2026-11-24T09:00:00Z" }),
    await makeSlot(app, { specialistId, startsAt: "2026-11-24T10:00:00Z" }),
    await makeSlot(app, { specialistId, startsAt: "2026-11-24T11:00:00Z" }),
  ];
  return { specialistId, first, second, third };
}
const off = (specialistIds: readonly string[], over: Partial<TakeTimeOffInput> = {}): TakeTimeOffInput => ({
  ...{ changeId: app.newId(), specialistIds, reason: "Отпуск", actor },
  span: { fromDay: TUESDAY, toDay: TUESDAY },
  ...over,
});
async function booked(slotId: string) {
  const { id: clientId } = await makeClient(app);
  const hold = { bookingId: app.newId(), clientId, serviceId: service.id, slotId };
  granted(await holdSlot(app, hold));
  granted(await confirmHold(app, hold));
  return hold;
}
const stateOf = async (slotId: string) => (await findSlot(app.db, slotId))?.state;
const freeOn = async (specialistId: string) =>
  granted(await listFreeStarts(app, { serviceId: service.id, day: TUESDAY, specialistId })).starts.length;

describe("time off", () => {
  it("closes the free slots in it and lists its bookings; a dry run says so and does nothing", async () => {
    const { specialistId, first, second, third } = await specialistWithSlots();
    const other = await specialistWithSlots();
    const hold = await booked(second.id);
    const input = off([specialistId]);
    const tried = granted(await writingNothing(app, () => takeTimeOff(app, { ...input, isDryRun: true })));
    expect(tried).toMatchObject({ closed: 2, timeOff: [], bookings: [{ id: hold.bookingId }] });

    const taken = granted(await takeTimeOff(app, input));
    expect(taken).toMatchObject({
      closed: 2,
      startsAt: new Date("2026-11-23T21:00:00Z"),
      endsAt: new Date("2026-11-24T21:00:00Z"),
      timeOff: [{ specialistId, reason: "Отпуск", liftedAt: undefined }],
      bookings: [{ id: hold.bookingId, specialistId, clientName: expect.any(String) }],
    });
    expect(await findSlot(app.db, first.id)).toMatchObject({ state: "closed", closedReason: "Отпуск" });
    expect([await stateOf(second.id), await stateOf(third.id)]).toEqual(["open", "closed"]);
    expect([await freeOn(specialistId), await freeOn(other.specialistId)]).toEqual([0, 3]);
    expect(await findBooking(app.db, hold.bookingId)).toMatchObject({ state: "confirmed" });
    const [own] = taken.timeOff;
    expect(await findTimeOff(app.db, own?.id ?? NOBODY)).toEqual(own);
    expect(await bookingsIn(app.db, [specialistId], [taken])).toEqual(taken.bookings);
    expect(await bookingsIn(app.db, [other.specialistId], [taken])).toEqual([]);
    const trail = await app.db.many(
      sql`SELECT action, reason FROM audit WHERE subject_id = ${specialistId} AND action LIKE '%time_off'`,
    );
    expect(trail).toEqual([{ action: "take_time_off", reason: "Отпуск" }]);
  });

  it("of a part of the day closes what it touches, whole; what only touches its ends stays", async () => {
    const { specialistId, first, second, third } = await specialistWithSlots();
    const span = { startsAt: at("10:00"), endsAt: at("10:01") };
    expect(granted(await takeTimeOff(app, off([specialistId], { span }))).closed).toBe(1);
    const states = [await stateOf(first.id), await stateOf(second.id), await stateOf(third.id)];
    expect(states).toEqual(["open", "closed", "open"]);
  });

  it("is several specialists' at once, each with their own", async () => {
    const [one, two] = [await specialistWithSlots(), await specialistWithSlots()];
    const whose = [one.specialistId, two.specialistId];
    const taken = granted(await takeTimeOff(app, off([...whose, one.specialistId])));
    expect(taken).toMatchObject({ closed: 6 });
    expect(taken.timeOff.map(({ specialistId }) => specialistId).sort()).toEqual(whose.sort());
  });

  it.each([
    ["nobody's", { specialistIds: [] }, "no_specialist_chosen"],
    ["a stranger's", { specialistIds: [NOBODY] }, "unknown_specialist"],
    ["without a reason", { reason: "  " }, "reason_missing"],
    ["backwards", { span: { startsAt: at("10:00"), endsAt: at("10:00") } }, "time_off_reversed"],
    [
      "of yesterday",
      { span: { fromDay: localDay("2026-11-22"), toDay: localDay("2026-11-22") } },
      "time_off_past",
    ],
    ["of two years", { span: { fromDay: TUESDAY, toDay: localDay("2028-11-24") } }, "time_off_too_long"],
  ] satisfies [string, Partial<TakeTimeOffInput>, string][])(
    "%s is refused: %o, %s",
    async (_, over, refusal) => {
      const { specialistId } = await specialistWithSlots();
      expect(await refusedBy(app, () => takeTimeOff(app, off([specialistId], over)))).toBe(refusal);
    },
  );

  it("interrupted is not taken", async () => {
    const { specialistId } = await specialistWithSlots();
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => takeTimeOff(dying, off([specialistId]))),
    );
  });
});

describe("in time off no slot is offered (SL-4)", () => {
  it("none is added, opened, moved in, turned hot or made by a pattern; the refusal says why", async () => {
    const { specialistId, first } = await specialistWithSlots();
    const outside = await makeSlot(app, { specialistId, startsAt: "2026-11-26T09:00:00Z" });
    granted(await takeTimeOff(app, off([specialistId])));
    const there = { startsAt: at("15:00"), endsAt: at("16:00") };
    const refused = await writingNothing(app, () =>
      addSlot(app, { specialistId, ...there, kind: "regular", actor }),
    );
    expect(refused).toMatchObject({ refusal: "slot_in_time_off", detail: { reason: "Отпуск" } });
    const offered = [
      () => reopenSlot(app, { slotId: first.id, actor }),
      () => moveSlot(app, { slotId: outside.id, ...there, actor }),
      () => moveSlot(app, { slotId: first.id, startsAt: at("22:00"), endsAt: at("23:00"), actor }),
      () => closeSlot(app, { slotId: first.id, reason: "Учёба", actor }),
    ];
    for (const work of offered) expect(await refusedBy(app, work)).toBe("slot_in_time_off");
    expect(await refusedBy(app, () => makeHot(app, { slotId: first.id, actor }))).toBe("slot_closed");

    const pattern = {
      ...{ from: TUESDAY, to: localDay("2026-11-25"), weekdays: new Set([2, 3] as const), breaks: [] },
      ...{ hours: { from: 18 * 60, to: 20 * 60 }, lengthMinutes: 60 },
    };
    const order = { specialistId, pattern, kind: "regular", actor } as const;
    const counts = { made: 2, overlapping: 0, past: 0, off: 2 };
    expect(granted(await generateSlots(app, { ...order, isDryRun: true }))).toEqual(counts);
    expect(granted(await generateSlots(app, order))).toEqual(counts);
  });

  it("the database holds it, whoever writes", async () => {
    const { specialistId, first } = await specialistWithSlots();
    granted(await takeTimeOff(app, off([specialistId])));
    await expect(
      app.db.run(sql`UPDATE slots SET state = 'open', time_off_id = NULL WHERE id = ${first.id}::uuid`),
    ).rejects.toThrow("does not work then");
    await expect(
      app.db.run(sql`INSERT INTO slots (specialist_id, starts_at, ends_at, kind)
        VALUES (${specialistId}::uuid, ${at("15:00")}, ${at("16:00")}, 'regular')`),
    ).rejects.toThrow("does not work then");
  });

  it("what a booking lets go of is closed, whether it is cancelled or moved away", async () => {
    const { specialistId, first, second } = await specialistWithSlots();
    const elsewhere = await specialistWithSlots();
    const [one, two] = [await booked(first.id), await booked(second.id)];
    granted(await takeTimeOff(app, off([specialistId])));
    const business = { kind: "business", actor, reason: "Отпуск" } as const;
    granted(await cancelBooking(app, { bookingId: one.bookingId, by: business }));
    const move = { bookingId: app.newId(), replacesId: two.bookingId, serviceId: service.id, by: business };
    granted(await rescheduleBooking(app, { ...move, slotId: elsewhere.first.id }));
    for (const { id } of [first, second]) {
      expect(await findSlot(app.db, id)).toMatchObject({ state: "closed", closedReason: "Отпуск" });
    }
    expect(await freeOn(specialistId)).toBe(0);
  });

  it("a booking that is moved does not take up its own slots there anew (CX-7)", async () => {
    const long = await makeService(app, { policy: "onSite", durationMinutes: 120 });
    const { id: specialistId } = await makeSpecialist(app, [long.id]);
    const slots = [];
    for (const hour of ["09", "10", "11"]) {
      slots.push(await makeSlot(app, { specialistId, startsAt: `2026-11-24T${hour}:00:00Z` }));
    }
    const { id: clientId } = await makeClient(app);
    const [first, second] = slots;
    const hold = { bookingId: app.newId(), clientId, serviceId: long.id, slotId: first?.id ?? "" };
    granted(await holdSlot(app, hold));
    granted(await confirmHold(app, hold));
    const move = {
      ...{ replacesId: hold.bookingId, serviceId: long.id, slotId: second?.id ?? "" },
      by: { kind: "business", actor, reason: "Сдвиг" } as const,
    };
    granted(
      await takeTimeOff(app, off([specialistId], { span: { startsAt: at("10:00"), endsAt: at("10:30") } })),
    );
    const tried = () => rescheduleBooking(app, { ...move, bookingId: app.newId() });
    expect(await refusedBy(app, tried)).toBe("slot_taken");
    const day = { serviceId: long.id, day: TUESDAY };
    expect(granted(await listFreeStarts(app, { ...day, movedBookingId: hold.bookingId })).starts).toEqual([]);
  });
});

it("a move that was held before the time off is settled in it: its slots are its own, what it leaves is closed (CX-7)", async () => {
  const [cut, dye] = [
    await makeService(app, { durationMinutes: 120 }),
    await makeService(app, { durationMinutes: 120, price: kopecks(300_000) }),
  ];
  const { id: specialistId } = await makeSpecialist(app, [cut.id, dye.id]);
  const [first, second, third] = [
    await makeSlot(app, { specialistId, startsAt: "2026-11-24T09:00:00Z" }),
    await makeSlot(app, { specialistId, startsAt: "2026-11-24T10:00:00Z" }),
    await makeSlot(app, { specialistId, startsAt: "2026-11-24T11:00:00Z" }),
  ];
  const { id: clientId } = await makeClient(app);
  const old = { bookingId: app.newId(), clientId };
  granted(await holdSlot(app, { ...old, serviceId: cut.id, slotId: first.id }));
  await settled(app, old);
  const next = { bookingId: app.newId(), clientId };
  const by = { kind: "client", clientId } as const;
  const wanted = { replacesId: old.bookingId, serviceId: dye.id, slotId: second.id, by };
  expect(granted(await rescheduleBooking(app, { ...wanted, bookingId: next.bookingId })).state).toBe("held");

  const taken = granted(await takeTimeOff(app, off([specialistId])));
  expect(taken.bookings.map(({ id }) => id)).toEqual([old.bookingId, next.bookingId]);
  expect(await settled(app, next)).toMatchObject({ state: "confirmed" });
  const claims = [first, second, third].map(async ({ id }) => {
    const slot = await findSlot(app.db, id);
    return [slot?.state, slot?.bookingId];
  });
  expect(await Promise.all(claims)).toEqual([
    ["closed", undefined],
    ["open", next.bookingId],
    ["open", next.bookingId],
  ]);
});

describe("time off that is lifted", () => {
  it("opens exactly what it closed, and once", async () => {
    const { specialistId, first, second, third } = await specialistWithSlots();
    granted(await closeSlot(app, { slotId: third.id, reason: "Учёба", actor }));
    const hold = await booked(second.id);
    const { timeOff } = granted(await takeTimeOff(app, off([specialistId])));
    const timeOffId = timeOff[0]?.id ?? "";
    granted(
      await cancelBooking(app, {
        bookingId: hold.bookingId,
        by: { kind: "business", actor, reason: "Отпуск" },
      }),
    );
    const lifting = { timeOffId, actor, changeId: app.newId() };
    expect(granted(await liftTimeOff(app, lifting)).reopened).toBe(2);
    expect([await stateOf(first.id), await stateOf(second.id), await stateOf(third.id)]).toEqual([
      ...["open", "open", "closed"],
    ]);
    expect(granted(await writingNothing(app, () => liftTimeOff(app, lifting))).reopened).toBe(2);
    const later = { ...lifting, changeId: app.newId() };
    expect(granted(await writingNothing(app, () => liftTimeOff(app, later))).reopened).toBe(0);
    const day = { startsAt: at("00:00"), endsAt: at("23:00") };
    expect(await listTimeOff(app.db, day, { specialistIds: [specialistId] })).toEqual([]);
    expect(await refusedBy(app, () => liftTimeOff(app, { timeOffId: NOBODY, actor }))).toBe(
      "unknown_time_off",
    );
  });

  it("is a specialist's own: what a manager took for them is not theirs to lift, nor another's (PE-3)", async () => {
    const { specialistId } = await specialistWithSlots();
    const { specialistId: another } = await specialistWithSlots();
    const login = { email: undefined, password: undefined, telegramId: 990_001 };
    const who = { name: "Мария", role: "specialist", specialistId, ...login } as const;
    const { id } = granted(await addStaff(app, { ...who, actor: OPERATOR }));
    const herself = { kind: "staff", id } as const;
    const takenBy = async (by: Actor, whose = specialistId) =>
      granted(await takeTimeOff(app, off([whose], { actor: by }))).timeOff[0]?.id ?? "";
    const manager = await makeStaff(app, "Ольга");
    const lift = (timeOffId: string, by: Actor) => liftTimeOff(app, { timeOffId, actor: by });
    for (const foreign of [await takenBy(manager), await takenBy(OPERATOR), await takenBy(herself, another)])
      expect(await refusedBy(app, () => lift(foreign, herself))).toBe("time_off_of_others");
    const own = await takenBy(herself);
    expect(granted(await lift(own, herself))).toMatchObject({ lifted: 1 });
    expect(granted(await lift(await takenBy(herself), manager))).toMatchObject({ lifted: 1 });
  });

  it("leaves closed what another time off covers, until that is lifted too", async () => {
    const { specialistId, first, second } = await specialistWithSlots();
    const day = granted(await takeTimeOff(app, off([specialistId])));
    const span = { startsAt: at("09:00"), endsAt: at("10:00") };
    const hour = granted(await takeTimeOff(app, off([specialistId], { span, reason: "Врач" })));
    expect(hour.closed).toBe(0);
    expect(granted(await liftTimeOff(app, { timeOffId: day.timeOff[0]?.id ?? "", actor })).reopened).toBe(2);
    expect(await findSlot(app.db, first.id)).toMatchObject({ state: "closed", closedReason: "Врач" });
    expect(await stateOf(second.id)).toBe("open");
    expect(granted(await liftTimeOff(app, { timeOffId: hour.timeOff[0]?.id ?? "", actor })).reopened).toBe(1);
    expect(await stateOf(first.id)).toBe("open");
  });

  it("does not bring back a slot that was deleted meanwhile", async () => {
    const { specialistId, first } = await specialistWithSlots();
    const { timeOff } = granted(await takeTimeOff(app, off([specialistId])));
    granted(await deleteSlot(app, { slotId: first.id, actor }));
    expect(granted(await liftTimeOff(app, { timeOffId: timeOff[0]?.id ?? "", actor })).reopened).toBe(2);
  });
});

describe("time off at one moment with", () => {
  it("itself: the same request is taken once", async () => {
    for (const atOnce of inEveryOrder()) {
      const { specialistId } = await specialistWithSlots();
      const input = off([specialistId]);
      const [one, two] = await atOnce(
        () => takeTimeOff(app, input),
        () => takeTimeOff(app, input),
      );
      expect(granted(one)).toEqual(granted(two));
      expect(granted(one).timeOff).toHaveLength(1);
    }
  });

  it("a hold: the slot is held and the booking listed, or it is closed and nobody gets it (SL-6)", async () => {
    for (const atOnce of inEveryOrder()) {
      const { specialistId, first } = await specialistWithSlots();
      const { id: clientId } = await makeClient(app);
      const hold = { bookingId: app.newId(), clientId, serviceId: service.id, slotId: first.id };
      const [taken, held] = await atOnce(
        () => takeTimeOff(app, off([specialistId])),
        () => holdSlot(app, hold),
      );
      const { closed, bookings } = granted(taken);
      expect({ closed, bookings: bookings.length, held: refusalOf(held) }).toEqual(
        held.ok ? { closed: 2, bookings: 1, held: "done" } : { closed: 3, bookings: 0, held: "slot_gone" },
      );
    }
  });

  it("a hold that is given up, or a slot that is made: nothing is offered there after", async () => {
    for (const atOnce of inEveryOrder()) {
      const { specialistId, first } = await specialistWithSlots();
      const { id: clientId } = await makeClient(app);
      const hold = { bookingId: app.newId(), clientId, serviceId: service.id, slotId: first.id };
      granted(await holdSlot(app, hold));
      const there = { startsAt: at("15:00"), endsAt: at("16:00") };
      const [taken, given, added] = await atOnce(
        () => takeTimeOff(app, off([specialistId])),
        () => giveUpHold(app, hold),
        () => addSlot(app, { specialistId, ...there, kind: "regular", actor }),
      );
      expect([refusalOf(taken), refusalOf(given)]).toEqual(["done", "done"]);
      expect(["done", "slot_in_time_off"]).toContain(refusalOf(added));
      expect(await freeOn(specialistId)).toBe(0);
      const open = await app.db.many(
        sql`SELECT id FROM slots WHERE specialist_id = ${specialistId}::uuid AND state = 'open'`,
      );
      expect(open).toEqual([]);
    }
  });
});
