import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  confirmHold,
  giveUpHold,
  holdSlot,
  markVisit,
  promiseToCome,
  recordOnSpot,
  refundBooking,
  rescheduleBooking,
  setVip,
  takeTimeOff,
} from "../../../src/core/booking/index.ts";
import { closeSlot, liftTimeOff, makeHot, moveSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks, percent } from "../../../src/core/kernel/money.ts";
import { CALENDAR_DAYS_MAX, calendarRevision, readCalendar } from "../../../src/core/reports/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks } from "../../support/bank.ts";
import { writingNothing } from "../../support/footprint.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";
import { HOT_NEXT_DAY, makePaid, wishMove } from "../../support/move.ts";
import { blockByHand } from "../../support/people.ts";

const app = await testAppWithBank();
await alignClocks(app);
const actor = OPERATOR;
const WEEK = { from: new Date("2026-11-22T21:00:00Z"), to: new Date("2026-11-29T21:00:00Z") };
beforeEach(() => app.clock.set(START));

const read = (specialistIds?: readonly string[], span = WEEK) =>
  writingNothing(app, () => readCalendar(app.db, { ...span, specialistIds, now: app.clock.now() }));

describe("a calendar of a span", () => {
  it("shows a booking with its client, service and money as the booking's own view says them", async () => {
    const paid = await makePaid(app, {
      service: { policy: "prepay", prepayment: kopecks(50_000) },
      points: 100,
    });
    const { booking, client, specialist, service, slot } = paid;
    granted(await setVip(app, { clientId: client.id, isVip: true, actor }));
    granted(await promiseToCome(app, { bookingId: booking.id, clientId: client.id }));
    const view = await read([specialist.id]);
    expect(view.specialists).toEqual([{ id: specialist.id, name: specialist.name, isActive: true }]);
    expect(view.slots).toMatchObject([
      { id: slot.id, kind: "regular", state: "open", bookingId: booking.id },
    ]);
    expect(view.bookings).toEqual([
      {
        ...{ id: booking.id, number: booking.number, state: "confirmed", specialistId: specialist.id },
        ...{ startsAt: booking.startsAt, endsAt: booking.endsAt, slotKind: "regular" },
        ...{
          clientId: client.id,
          clientName: client.name,
          clientPhone: undefined,
          isVip: true,
          isBlocked: false,
        },
        ...{ serviceId: service.id, serviceName: service.name, price: 200_000, points: 100 },
        ...{ paid: 50_000, owedOnSpot: 140_000, heldUntil: undefined, promisedAt: app.clock.now(), note: "" },
        ...{ replacesId: undefined, movingToId: undefined },
      },
    ]);
    expect(booking).toMatchObject({ paid: 50_000, owedOnSpot: 140_000 });
  });

  it("shows who is blocked, a hold with its end, and both sides of a move in progress (CX-7)", async () => {
    const paid = await makePaid(app);
    const target = await wishMove(app, paid, HOT_NEXT_DAY);
    const next = granted(await rescheduleBooking(app, target));
    await blockByHand(app, paid.client.id);
    const { bookings } = await read([paid.specialist.id, next.specialistId]);
    expect(bookings).toMatchObject([
      { id: paid.booking.id, isBlocked: true, movingToId: next.id, replacesId: undefined },
      {
        id: next.id,
        state: "held",
        heldUntil: next.heldUntil,
        replacesId: paid.booking.id,
        movingToId: undefined,
      },
    ]);
    granted(await giveUpHold(app, { bookingId: next.id, clientId: paid.client.id }));
    const after = await read([paid.specialist.id, next.specialistId]);
    expect(after.bookings).toMatchObject([{ id: paid.booking.id, movingToId: undefined }]);
  });

  it("shows visits that were, and neither what was cancelled nor another's", async () => {
    const [seen, missed, cancelled] = [await makePaid(app), await makePaid(app), await makePaid(app)];
    const by = { kind: "business", actor, reason: "Болезнь" } as const;
    granted(await cancelBooking(app, { bookingId: cancelled.booking.id, by }));
    app.clock.set("2026-11-24T11:00:00Z");
    granted(await markVisit(app, { bookingId: seen.booking.id, mark: "completed", actor }));
    granted(await markVisit(app, { bookingId: missed.booking.id, mark: "no_show", actor }));
    const whose = [seen, missed, cancelled].map(({ specialist }) => specialist.id);
    const { bookings, slots } = await read(whose);
    expect(bookings.map(({ state, owedOnSpot }) => [state, owedOnSpot])).toEqual([
      ["completed", 0],
      ["no_show", 0],
    ]);
    expect(slots).toHaveLength(3);
    expect((await read([seen.specialist.id])).bookings).toHaveLength(1);
  });

  it("shows slots by kind and state, and time off; touching the span's ends is outside of it", async () => {
    const { id: specialistId } = await makeSpecialist(app, []);
    const day = { from: new Date("2026-11-24T09:00:00Z"), to: new Date("2026-11-24T12:00:00Z") };
    await makeSlot(app, { specialistId, startsAt: "2026-11-24T08:00:00Z" });
    await makeSlot(app, { specialistId, startsAt: "2026-11-24T12:00:00Z" });
    const hot = await makeSlot(app, { specialistId, startsAt: "2026-11-24T09:00:00Z" });
    granted(await makeHot(app, { slotId: hot.id, discountPercent: percent(30), actor }));
    const closed = await makeSlot(app, { specialistId, startsAt: "2026-11-24T10:00:00Z" });
    granted(await closeSlot(app, { slotId: closed.id, reason: "Учёба", actor }));
    const last = await makeSlot(app, {
      specialistId,
      startsAt: "2026-11-24T11:30:00Z",
      kind: "online",
      minutes: 30,
    });
    const span = { startsAt: new Date("2026-11-24T11:45:00Z"), endsAt: new Date("2026-11-25T00:00:00Z") };
    const off = { changeId: app.newId(), specialistIds: [specialistId], span, reason: "Врач", actor };
    const { timeOff } = granted(await takeTimeOff(app, off));
    const view = await read([specialistId], day);
    expect(view.slots).toMatchObject([
      { id: hot.id, kind: "hot", discountPercent: 30, state: "open" },
      { id: closed.id, state: "closed", closedReason: "Учёба", timeOffId: undefined },
      { id: last.id, kind: "online", state: "closed", closedReason: "Врач", timeOffId: timeOff[0]?.id },
    ]);
    expect(view.timeOff).toEqual(timeOff);
    const before = { from: new Date("2026-11-24T08:00:00Z"), to: new Date("2026-11-24T09:00:00Z") };
    expect(await read([specialistId], before)).toMatchObject({ slots: [{}], timeOff: [] });
  });

  it("has the columns of all who are active, and of who is not any more but has something there", async () => {
    const { id: gone } = await makeSpecialist(app, []);
    const { id: idle } = await makeSpecialist(app, []);
    await makeSlot(app, { specialistId: gone, startsAt: "2026-11-24T09:00:00Z" });
    await app.db.run(
      sql`UPDATE specialists SET is_active = false WHERE id IN (${gone}::uuid, ${idle}::uuid)`,
    );
    const ids = (await read()).specialists.map(({ id }) => id);
    expect([ids.includes(gone), ids.includes(idle)]).toEqual([true, false]);
    const later = { from: new Date("2026-12-01T00:00:00Z"), to: new Date("2026-12-02T00:00:00Z") };
    expect((await read(undefined, later)).specialists.map(({ id }) => id)).not.toContain(gone);
  });

  it("is of 42 days at most", async () => {
    const days = (count: number) => ({ ...WEEK, to: new Date(WEEK.from.getTime() + count * 86_400_000) });
    await read([], days(CALENDAR_DAYS_MAX));
    await expect(readCalendar(app.db, { ...days(44), now: app.clock.now() })).rejects.toThrow(
      "at most 42 days",
    );
  });
});

describe("the revision of a span", () => {
  const onSpot = () => makeService(app, { policy: "onSite" });
  async function scene() {
    const service = await onSpot();
    const { id: specialistId } = await makeSpecialist(app, [service.id]);
    const [one, two] = [
      await makeSlot(app, { specialistId, startsAt: "2026-11-24T09:00:00Z" }),
      await makeSlot(app, { specialistId, startsAt: "2026-11-24T10:00:00Z" }),
    ];
    const { id: clientId } = await makeClient(app);
    const hold = { bookingId: app.newId(), clientId, serviceId: service.id, slotId: one.id };
    const revision = () => calendarRevision(app.db, { ...WEEK, specialistIds: [specialistId] });
    return { specialistId, one, two, hold, revision };
  }

  it("is another after every change that the calendar shows, and the same when nothing changed", async () => {
    const { specialistId, two, hold, revision } = await scene();
    const off = {
      ...{ changeId: app.newId(), specialistIds: [specialistId], reason: "Врач", actor },
      span: { startsAt: new Date("2026-11-26T09:00:00Z"), endsAt: new Date("2026-11-26T10:00:00Z") },
    };
    let timeOffId = "";
    const steps: readonly (() => Promise<unknown>)[] = [
      async () => granted(await holdSlot(app, hold)),
      async () => granted(await confirmHold(app, hold)),
      async () => granted(await promiseToCome(app, hold)),
      async () => granted(await makeHot(app, { slotId: two.id, actor })),
      async () =>
        granted(
          await moveSlot(app, {
            ...{ slotId: two.id, actor },
            ...{ startsAt: new Date("2026-11-25T09:00:00Z"), endsAt: new Date("2026-11-25T10:00:00Z") },
          }),
        ),
      async () => {
        timeOffId = granted(await takeTimeOff(app, off)).timeOff[0]?.id ?? "";
      },
      async () => granted(await liftTimeOff(app, { timeOffId, actor })),
      async () =>
        granted(
          await recordOnSpot(app, {
            ...{ paymentId: app.newId(), bookingId: hold.bookingId, method: "cash" as const, actor },
            amount: kopecks(200_000),
          }),
        ),
      async () => {
        app.clock.set("2026-11-24T11:00:00Z");
        granted(await markVisit(app, { bookingId: hold.bookingId, mark: "completed", actor }));
      },
      async () =>
        granted(
          await refundBooking(app, {
            ...{
              requestId: app.newId(),
              bookingId: hold.bookingId,
              of: "on_spot",
              reason: "Не понравилось",
              actor,
            },
            amount: kopecks(100_000),
          }),
        ),
    ];
    const seen = [await revision()];
    for (const step of steps) {
      await step();
      const next = await revision();
      expect(next).not.toBe(seen.at(-1));
      seen.push(next);
      expect(await revision()).toBe(seen.at(-1));
      // Who has read all of it knows the same word.
      const span = { ...WEEK, specialistIds: [specialistId], now: app.clock.now() };
      expect((await readCalendar(app.db, span)).revision).toBe(seen.at(-1));
    }
  });

  it("stays as it is when something changes elsewhere", async () => {
    const [here, there] = [await scene(), await scene()];
    const before = await here.revision();
    granted(await holdSlot(app, there.hold));
    granted(await closeSlot(app, { slotId: there.two.id, reason: "Учёба", actor }));
    expect(await here.revision()).toBe(before);
  });
});
