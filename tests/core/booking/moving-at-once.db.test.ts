import { beforeEach, describe, expect, it } from "vitest";
import {
  dayMarks,
  findBooking,
  giveUpHold,
  holdSlot,
  type LateCost,
  lateChangePhrases,
  listClientBookings,
  listFreeStarts,
  movePhrases,
  nearestStarts,
  previewReschedule,
  rescheduleBooking,
  setVip,
  unwantedBecause,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { balanceOf, listPointEntries } from "../../../src/core/loyalty/index.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks, messagesOf } from "../../support/bank.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { wish } from "../../support/hold.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient, makeSituation, makeSlot, makeSpecialist } from "../../support/make.ts";
import {
  balance,
  byBusiness,
  claimsOf,
  HOT_NEXT_DAY,
  makeAnother,
  makeMoved,
  makePaid,
  makeReplacing,
  NEXT_DAY,
  refundsOf,
  settled,
  standingOf,
  wishMove,
} from "../../support/move.ts";
import { blockByHand } from "../../support/people.ts";

const app = await testAppWithBank();
await alignClocks(app);
beforeEach(() => app.clock.set(START));

describe("CX-7: in time, the same service at the same price", () => {
  it("is moved at once: slots, money and points go along, the old one ends as moved", async () => {
    const paid = await makePaid(app, { points: 500 });
    const asked = await wishMove(app, paid, NEXT_DAY);
    const shown = granted(await writingNothing(app, () => previewReschedule(app, asked)));
    expect(shown).toMatchObject({ isAtOnce: true, isLate: false, refund: 0, pointsBack: 0, penalty: 0 });
    const moved = granted(await rescheduleBooking(app, { ...asked, shown }));

    expect(moved).toMatchObject({
      ...{
        state: "confirmed",
        replacesId: paid.booking.id,
        madeBy: "client",
        number: paid.booking.number + 1,
      },
      ...{ paid: 150_000, points: 500, payNow: 150_000, onSpot: 0, startsAt: new Date(NEXT_DAY) },
      replaces: { number: paid.booking.number, startsAt: paid.booking.startsAt },
    });
    expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved", 0]);
    expect((await findBooking(app.db, paid.booking.id))?.movedTo).toMatchObject({
      id: moved.id,
      number: moved.number,
    });
    expect(await claimsOf(app, paid.booking.id)).toEqual([]);
    expect(await claimsOf(app, moved.id)).toEqual([asked.slotId]);
    expect(await balance(app, paid.client.id)).toEqual([0, 0]);
    expect(await refundsOf(app, moved.id)).toEqual([]);
  });

  it("keeps a redemption the same: its 14 days count from when it was first held (PT-2)", async () => {
    const paid = await makePaid(app, { points: 500 });
    const before = await balanceOf(app.db, { clientId: paid.client.id, now: app.clock.now() });
    const moved = await makeMoved(app, paid, NEXT_DAY);
    const after = await balanceOf(app.db, { clientId: paid.client.id, now: app.clock.now() });
    expect(after.nextRedemptionAt).toEqual(before.nextRedemptionAt);
    const entries = await listPointEntries(app.db, { clientId: paid.client.id, rowsMax: 3, offset: 0 });
    expect(entries.map((entry) => [entry.kind, entry.points, entry.bookingNumber])).toEqual([
      ["redemption", -500, moved.number],
      ["redemption_return", 500, paid.booking.number],
      ["redemption", -500, paid.booking.number],
    ]);
  });

  it("exactly at the last moment in time, and a second later no more (CX-1)", async () => {
    const paid = await makePaid(app);
    const asked = await wishMove(app, paid, NEXT_DAY);
    app.clock.set("2026-11-23T21:00:01Z");
    expect(granted(await previewReschedule(app, asked))).toMatchObject({ isAtOnce: false, isLate: true });
    app.clock.set("2026-11-23T21:00:00Z");
    expect(granted(await rescheduleBooking(app, asked)).state).toBe("confirmed");
  });

  it("the deal may have changed while what was paid covers it", async () => {
    const paid = await makePaid(app);
    await app.db.run(
      sql`UPDATE services SET payment_policy = 'prepay', prepayment_kopecks = 50000 WHERE id = ${paid.service.id}::uuid`,
    );
    expect(await makeMoved(app, paid, NEXT_DAY)).toMatchObject({
      state: "confirmed",
      paid: 200_000,
      policy: "prepay",
      payNow: 200_000,
    });
  });

  it("tells the client, and the staff of both specialists, each person once (MS-8)", async () => {
    const paid = await makePaid(app);
    const other = await makeSpecialist(app, [paid.service.id]);
    for (const [index, specialistId] of [undefined, paid.specialist.id, other.id].entries()) {
      const role = specialistId === undefined ? "owner" : "specialist";
      const one = {
        name: `Ольга ${index}`,
        role,
        specialistId,
        telegramId: 70 + index,
        actor: OPERATOR,
      } as const;
      granted(await addStaff(app, one));
    }
    const slot = await makeSlot(app, { specialistId: other.id, startsAt: NEXT_DAY });
    const asked = { ...(await wishMove(app, paid, "2026-11-26T09:00:00Z")), slotId: slot.id };
    const moved = granted(await rescheduleBooking(app, asked));
    expect(moved).toMatchObject({
      specialistName: other.name,
      replaces: { specialistName: paid.specialist.name },
    });
    expect(await messagesOf(app, moved.id)).toEqual([
      "booking_confirmed",
      ...["staff_booking_moved", "staff_booking_moved", "staff_booking_moved"],
    ]);
  });

  it("MS-1: gets reminders of its own, and those of the old one are not sent", async () => {
    const paid = await makePaid(app);
    const moved = granted(await rescheduleBooking(app, await wishMove(app, paid, NEXT_DAY)));
    const rows = await app.db.many(sql`
      SELECT (payload ->> 'hours')::int AS hours, due_at FROM outbox
      WHERE booking_id = ${moved.id}::uuid AND kind = 'reminder' ORDER BY due_at`);
    const start = moved.startsAt.getTime();
    expect(rows).toEqual(
      [24, 8, 4, 1].map((hours) => ({ hours, dueAt: new Date(start - hours * 3_600_000) })),
    );
    app.clock.set("2026-11-24T05:00:00Z");
    const old = { kind: "reminder", bookingId: paid.booking.id, payload: { hours: 4 } } as const;
    expect(await unwantedBecause(app, old)).toBe("booking_not_confirmed");
  });

  it("may be moved again and again, its money goes along each time", async () => {
    const paid = await makePaid(app);
    const second = await makeMoved(app, paid, NEXT_DAY);
    const third = await makeMoved(app, { ...paid, booking: second }, "2026-11-26T09:00:00Z");
    expect(third).toMatchObject({ state: "confirmed", paid: 200_000 });
    expect(await standingOf(app, second.id)).toEqual(["moved", "moved", 0]);
    const filter = { clientId: paid.client.id, now: app.clock.now(), rowsMax: 9, offset: 0 };
    const upcoming = await listClientBookings(app.db, { ...filter, kind: "upcoming" });
    expect(upcoming.map(({ id }) => id)).toEqual([third.id]);
    app.clock.set("2026-11-25T12:00:00Z");
    const past = await listClientBookings(app.db, { ...filter, now: app.clock.now(), kind: "past" });
    expect(past.map(({ id, state }) => [id, state])).toEqual([
      [second.id, "moved"],
      [paid.booking.id, "moved"],
    ]);
  });

  it("twice it is moved once", async () => {
    const paid = await makePaid(app);
    const asked = await wishMove(app, paid, NEXT_DAY);
    const first = granted(await rescheduleBooking(app, asked));
    const again = granted(await writingNothing(app, () => rescheduleBooking(app, asked)));
    expect(again).toEqual(first);
  });

  it("interrupted anywhere nothing happened", async () => {
    const paid = await makePaid(app, { points: 500 });
    const asked = await wishMove(app, paid, NEXT_DAY);
    for (const before of [
      /^\s*UPDATE bookings SET state = \$1, ended_at/,
      /UPDATE payments SET booking_id/,
      /INSERT INTO outbox/,
      /COMMIT/,
    ]) {
      await writingNothing(app, () => interrupted(app, before, (dying) => rescheduleBooking(dying, asked)));
    }
    expect(granted(await rescheduleBooking(app, asked)).state).toBe("confirmed");
  });
});

describe("CX-7: slots and discounts of the old booking are its own", () => {
  const HALF = { durationMinutes: 90, policy: "onSite" } as const;
  /** Half-hour slots of one morning, and a visit of an hour and a half at its second one. */
  async function morning() {
    const situation = await makeSituation(app, { service: HALF });
    const { specialist, client } = situation;
    const slots = [];
    for (const time of ["10:00", "10:30", "11:00", "11:30", "12:00"])
      slots.push(
        await makeSlot(app, { specialistId: specialist.id, startsAt: `2026-11-26T${time}:00Z`, minutes: 30 }),
      );
    const asked = wish(app, { ...situation, slot: slots[1] ?? situation.slot });
    granted(await holdSlot(app, asked));
    const booking = await settled(app, asked);
    const byClient = { kind: "client", clientId: client.id } as const;
    return { ...situation, booking, byClient, slotIds: slots.map(({ id }) => id) };
  }

  it.each([0, 2])("a visit of a chain is moved by half an hour, onto slots of its own (%i)", async (to) => {
    const { booking, service, byClient, slotIds } = await morning();
    const slotId = slotIds[to] ?? "";
    const asked = {
      bookingId: app.newId(),
      replacesId: booking.id,
      serviceId: service.id,
      slotId,
      by: byClient,
    };
    const moved = granted(await rescheduleBooking(app, asked));
    expect(await claimsOf(app, moved.id)).toEqual(slotIds.slice(to, to + 3));
    expect(await claimsOf(app, booking.id)).toEqual([]);
  });

  it("such starts are offered, the booking's own one is not, and whatever is offered is granted (SL-3)", async () => {
    const { booking, service, byClient } = await morning();
    const plain = { serviceId: service.id, day: localDay("2026-11-26") };
    const wanted = { ...plain, movedBookingId: booking.id };
    expect(granted(await listFreeStarts(app, plain)).starts).toEqual([]);
    const { starts } = granted(await listFreeStarts(app, wanted));
    expect(starts.map(({ startsAt }) => startsAt.toISOString().slice(11, 16))).toEqual(["10:00", "11:00"]);
    const near = { ...wanted, near: booking.startsAt, count: 9 };
    expect(granted(await nearestStarts(app, near)).length).toBeGreaterThan(1);
    const marks = async (of: { readonly movedBookingId?: string }) => {
      const { days } = granted(await dayMarks(app, { serviceId: service.id, ...of }));
      return days.filter(({ day }) => day === wanted.day).map(({ mark }) => mark);
    };
    expect([await marks({}), await marks(wanted)]).toEqual([["full"], ["regular"]]);
    for (const { slotIds } of starts) {
      const asked = { replacesId: booking.id, serviceId: service.id, slotId: slotIds[0] ?? "", by: byClient };
      expect(granted(await previewReschedule(app, asked)).isAtOnce).toBe(true);
    }
  });

  it("but not onto those of somebody else", async () => {
    const { booking, service, byClient, slotIds, specialist } = await morning();
    const other = await makeClient(app);
    await app.db.run(sql`UPDATE services SET duration_minutes = 30 WHERE id = ${service.id}::uuid`);
    const theirs = wish(app, { client: other, service, specialist, slot: { id: slotIds[4] ?? "" } as never });
    granted(await holdSlot(app, theirs));
    await app.db.run(sql`UPDATE services SET duration_minutes = 90 WHERE id = ${service.id}::uuid`);
    const slotId = slotIds[2] ?? "";
    const asked = {
      bookingId: app.newId(),
      replacesId: booking.id,
      serviceId: service.id,
      slotId,
      by: byClient,
    };
    expect(await refusedBy(app, () => rescheduleBooking(app, asked))).toBe("slot_taken");
    app.clock.advance(15 * 60_000);
    expect(granted(await rescheduleBooking(app, asked)).state, "an overdue hold is no obstacle").toBe(
      "confirmed",
    );
  });

  it("the friend's discount goes along, even after a completed visit (PR-3)", async () => {
    const inviter = await makeClient(app);
    const paid = await makePaid(app, { inviteCode: inviter.referralCode });
    expect(paid.booking).toMatchObject({ hasFriendDiscount: true, price: 180_000 });
    await app.db.run(sql`UPDATE clients SET invited_by_id = NULL WHERE id = ${paid.client.id}::uuid`);
    expect(await makeMoved(app, paid, NEXT_DAY)).toMatchObject({
      state: "confirmed",
      hasFriendDiscount: true,
      price: 180_000,
    });
  });
});

describe("CX-7: a client may not move", () => {
  it("what is not theirs, is not confirmed, is over, began, or would not change", async () => {
    const paid = await makePaid(app);
    const asked = await wishMove(app, paid, NEXT_DAY);
    const refused = (over: Partial<typeof asked>) =>
      refusedBy(app, () => rescheduleBooking(app, { ...asked, ...over }));
    expect(await refused({ by: { kind: "client", clientId: app.newId() } })).toBe("unknown_booking");
    expect(await refused({ replacesId: app.newId() })).toBe("unknown_booking");
    expect(await refused({ slotId: paid.slot.id })).toBe("same_start");
    expect(await refused({ slotId: app.newId() })).toBe("slot_gone");
    expect(await refused({ serviceId: app.newId() })).toBe("unknown_service");
    app.clock.set("2026-11-24T09:00:00Z");
    expect(await refused({})).toBe("visit_began");
    app.clock.set("2026-11-23T12:00:00Z");
    granted(await rescheduleBooking(app, asked));
    const again = await makeSlot(app, { specialistId: paid.specialist.id, startsAt: "2026-11-26T09:00:00Z" });
    expect(await refused({ bookingId: app.newId(), slotId: again.id })).toBe("booking_over");
    const { replacing } = await makeReplacing(app, await makePaid(app), HOT_NEXT_DAY);
    expect(
      await refused({
        bookingId: app.newId(),
        replacesId: replacing.id,
        by: { kind: "client", clientId: replacing.clientId },
      }),
    ).toBe("hold_not_confirmed");
    granted(await giveUpHold(app, { bookingId: replacing.id, clientId: replacing.clientId }));
  });

  it("while blocked, unless they are VIP (CX-4)", async () => {
    const paid = await makePaid(app);
    const asked = await wishMove(app, paid, NEXT_DAY);
    await blockByHand(app, paid.client.id);
    expect(await refusedBy(app, () => rescheduleBooking(app, asked))).toBe("client_blocked");
    await setVip(app, { clientId: paid.client.id, isVip: true, actor: OPERATOR });
    granted(await rescheduleBooking(app, asked));
  });

  it("onto another booking of theirs; the one that moves is not counted (SL-7)", async () => {
    granted(await changeSetting(app, { key: "booking.maxUpcoming", typed: "2", actor: OPERATOR }));
    const paid = await makePaid(app);
    await makeAnother(app, paid);
    const onto = await wishMove(app, paid, NEXT_DAY);
    expect(await refusedBy(app, () => rescheduleBooking(app, onto))).toBe("overlaps_own_booking");
    await makeMoved(app, paid, "2026-11-25T10:00:00Z");
  });

  it("when it is not what they were shown any more", async () => {
    const paid = await makePaid(app);
    const asked = await wishMove(app, paid, NEXT_DAY);
    const shown = granted(await previewReschedule(app, asked));
    await app.db.run(sql`UPDATE services SET price_kopecks = 210000 WHERE id = ${paid.service.id}::uuid`);
    expect(await refusedBy(app, () => rescheduleBooking(app, { ...asked, shown }))).toBe(
      "consequence_changed",
    );
    app.clock.set("2026-11-23T21:00:01Z");
    const late = granted(await previewReschedule(app, asked));
    expect(late).toMatchObject({ isLate: true, penalty: 200, refund: 200_000, price: kopecks(210_000) });
    expect(
      await refusedBy(app, () =>
        rescheduleBooking(app, { ...asked, shown: { ...late, penalty: 0 } as never }),
      ),
    ).toBe("consequence_changed");
  });
});

describe("CX-2, CX-7: what a move changes is told ahead of it, in the words that every face says", () => {
  const phrases = async (paid: Parameters<typeof wishMove>[1], to: Parameters<typeof wishMove>[2]) => {
    const asked = { ...(await wishMove(app, paid, to)), by: byBusiness() };
    const preview = granted(await writingNothing(app, () => previewReschedule(app, asked)));
    return movePhrases(preview, (at) => at.toISOString().slice(0, 16)).map((one) => one.replace(/\s/g, " "));
  };

  it("into a hot slot: the price, what comes back, and that its prepayment stays when it is cancelled late", async () => {
    const paid = await makePaid(app);
    expect(await phrases(paid, HOT_NEXT_DAY)).toEqual([
      "цена 2 000,00 ₽ станет 1 600,00 ₽",
      "клиенту вернётся 400,00 ₽",
      "при поздней отмене предоплата 500,00 ₽ клиенту не вернётся",
      "отменить без потерь клиент сможет до 2026-11-24T21:00",
    ]);
  });

  it("out of one: that it comes back from now on; to another time alone: nothing", async () => {
    const hot = await makePaid(app, { kind: "hot" });
    expect(await phrases(hot, NEXT_DAY)).toContain("при поздней отмене предоплата 500,00 ₽ теперь вернётся");
    const plain = await makePaid(app);
    expect(await phrases(plain, "2026-11-25T12:00:00Z")).toEqual([]);
  });

  it("to a start so near that cancelling is late at once, and was not before", () => {
    const ahead = { freeUntil: new Date(START), graceMinutes: undefined, kept: kopecks(0) };
    const late = { ...ahead, freeUntil: undefined };
    const said = (lateBefore: LateCost | undefined, lateAfter: LateCost | undefined) =>
      lateChangePhrases({ lateBefore, lateAfter }, String);
    expect(said(ahead, late)).toEqual(["отмена клиентом сразу будет поздней"]);
    expect([said(late, late), said(late, ahead), said(ahead, undefined)]).toEqual([[], [], []]);
  });
});
