import { describe, expect, it } from "vitest";
import {
  choosePoints,
  confirmHold,
  currentHold,
  expireHolds,
  findBooking,
  giveUpHold,
  holdSlot,
  openPayment,
} from "../../../src/core/booking/index.ts";
import { closeSlot, findSlot } from "../../../src/core/calendar/index.ts";
import { changeService } from "../../../src/core/catalog/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { balanceOf } from "../../../src/core/loyalty/index.ts";
import { setConsent } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { makeBooking, makeHold, wish, withAnother } from "../../support/hold.ts";
import { interrupted } from "../../support/interruption.ts";
import {
  givePoints,
  granted,
  makeClient,
  makeService,
  makeSituation,
  makeSlot,
  makeSpecialist,
} from "../../support/make.ts";

const app = await testAppWithBank();
const actor = OPERATOR;
const nextSlot = (specialistId: string, startsAt = "2026-11-24T10:00:00Z") =>
  makeSlot(app, { specialistId, startsAt });
const claimant = async (slotId: string) => (await findSlot(app.db, slotId))?.bookingId;

describe("a start that is free", () => {
  it("is held for a quarter of an hour with its price and terms, and nothing is promised yet (PY-1, PR-5)", async () => {
    const { booking, asked, slot } = await makeHold(app);
    expect(booking).toMatchObject({
      id: asked.bookingId,
      state: "held",
      heldUntil: new Date("2026-11-23T09:15:00Z"),
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      price: 200_000,
      payNow: 200_000,
      onSpot: 0,
      points: 0,
      willEarn: 200,
      cancelLateHours: 12,
      penaltyPercent: 10,
    });
    expect(await claimant(slot.id)).toBe(asked.bookingId);
    expect(await currentHold(app.db, asked.clientId)).toMatchObject({ id: asked.bookingId });
    expect(await app.db.many(sql`SELECT 1 FROM outbox WHERE booking_id = ${asked.bookingId}::uuid`)).toEqual(
      [],
    );
  });

  it("asked for again, under its own id or another, is the same hold", async () => {
    const { asked, booking } = await makeHold(app);
    for (const bookingId of [asked.bookingId, app.newId()]) {
      const again = granted(await writingNothing(app, () => holdSlot(app, { ...asked, bookingId })));
      expect(again).toEqual(booking);
    }
    const many = await Promise.all(
      Array.from({ length: 10 }, () => holdSlot(app, { ...asked, bookingId: app.newId() })),
    );
    expect(new Set(many.map((one) => granted(one).id))).toEqual(new Set([booking.id]));
  });

  it("interrupted at any of its writes is not held", async () => {
    const asked = wish(app, await makeSituation(app));
    await writingNothing(app, async () => {
      await interrupted(app, /INSERT INTO bookings/, (dying) => holdSlot(dying, asked));
      await interrupted(app, /UPDATE slots SET booking_id/, (dying) => holdSlot(dying, asked));
      await interrupted(app, /COMMIT/, (dying) => holdSlot(dying, asked));
    });
    expect(granted(await holdSlot(app, asked)).state).toBe("held");
  });

  it("of a long service claims the whole chain", async () => {
    const situation = await makeSituation(app, { service: { durationMinutes: 90 } });
    const second = await nextSlot(situation.specialist.id);
    const booking = granted(await holdSlot(app, wish(app, situation)));
    expect(booking.slotIds).toEqual([situation.slot.id, second.id]);
    expect(booking.endsAt).toEqual(new Date("2026-11-24T10:30:00Z"));
    expect(await claimant(second.id)).toBe(booking.id);
  });

  it("keeps its terms when prices and settings change afterwards (PR-5)", async () => {
    const { service, booking } = await makeHold(app);
    granted(await changeService(app, { serviceId: service.id, price: kopecks(999_900), actor }));
    granted(await changeSetting(app, { key: "penalty.percent", typed: "50", actor }));
    expect(await findBooking(app.db, booking.id)).toEqual(booking);
    granted(await changeSetting(app, { key: "penalty.percent", typed: "10", actor }));
  });

  it("is a tenth cheaper for a friend's first visit, on one live booking at a time (PR-3)", async () => {
    const inviter = await makeClient(app);
    const client = await makeClient(app, { inviteCode: inviter.referralCode });
    const first = { ...(await makeSituation(app, { service: { policy: "onSite" } })), client };
    const second = {
      ...(await makeSituation(app)),
      client,
      slot: await nextSlot((await makeSpecialist(app)).id, "2026-11-25T09:00:00Z"),
    };
    const wished = wish(app, first);
    expect(granted(await holdSlot(app, wished))).toMatchObject({
      friendDiscount: 20_000,
      price: 180_000,
      hasFriendDiscount: true,
    });
    granted(await confirmHold(app, wished));
    expect(granted(await holdSlot(app, wish(app, second)))).toMatchObject({
      price: 200_000,
      hasFriendDiscount: false,
    });
  });
});

describe("choosing another start (PY-1)", () => {
  it("gives up the first, with its slots, its points and its open payment", async () => {
    const { hold, asked, slot, client, specialist } = await makeHold(app);
    await givePoints(app, client.id, 1_000);
    granted(await choosePoints(app, { ...hold, points: 400 }));
    granted(await openPayment(app, { ...hold, method: "bank_card" }));
    const other = await nextSlot(specialist.id);
    const second = granted(await holdSlot(app, { ...asked, bookingId: app.newId(), slotId: other.id }));

    expect(await findBooking(app.db, hold.bookingId)).toMatchObject({
      state: "expired",
      endedReason: "given_up",
    });
    expect([await claimant(slot.id), await claimant(other.id)]).toEqual([undefined, second.id]);
    const { balance, held } = await balanceOf(app.db, { clientId: client.id, now: app.clock.now() });
    expect([balance, held]).toEqual([1_000, 0]);
    const payments = await app.db.many(sql`
      SELECT abandoned_at IS NOT NULL AS is_abandoned FROM payments WHERE booking_id = ${hold.bookingId}::uuid`);
    expect(payments).toEqual([{ isAbandoned: true }]);
  });

  it("that overlaps the first is fine, since the first is given up for it", async () => {
    const situation = await makeSituation(app, { service: { durationMinutes: 120 } });
    const { id } = situation.specialist;
    const second = await nextSlot(id);
    await nextSlot(id, "2026-11-24T11:00:00Z");
    const asked = wish(app, situation);
    granted(await holdSlot(app, asked));
    const moved = granted(await holdSlot(app, { ...asked, bookingId: app.newId(), slotId: second.id }));
    expect(moved.startsAt).toEqual(second.startsAt);
    expect(await claimant(situation.slot.id)).toBeUndefined();
  });

  it("that is taken leaves the first hold as it was", async () => {
    const mine = await makeHold(app);
    const theirs = await makeHold(app);
    const input = {
      ...mine.asked,
      bookingId: app.newId(),
      serviceId: theirs.service.id,
      slotId: theirs.slot.id,
    };
    expect(await refusedBy(app, () => holdSlot(app, input))).toBe("slot_taken");
  });

  it("and then the first request arriving once more: the second hold stays", async () => {
    const { asked, specialist } = await makeHold(app);
    const other = await nextSlot(specialist.id);
    const second = granted(await holdSlot(app, { ...asked, bookingId: app.newId(), slotId: other.id }));
    const late = granted(await writingNothing(app, () => holdSlot(app, asked)));
    expect(late).toMatchObject({ id: asked.bookingId, state: "expired" });
    expect(await currentHold(app.db, asked.clientId)).toMatchObject({ id: second.id });
  });
});

describe("a start is refused", () => {
  it("to somebody unknown, or for a service unknown or not offered", async () => {
    const situation = await makeSituation(app);
    const asked = wish(app, situation);
    expect(await refusedBy(app, () => holdSlot(app, { ...asked, clientId: app.newId() }))).toBe(
      "unknown_client",
    );
    expect(await refusedBy(app, () => holdSlot(app, { ...asked, serviceId: app.newId() }))).toBe(
      "unknown_service",
    );
    granted(await changeService(app, { serviceId: situation.service.id, isActive: false, actor }));
    expect(await refusedBy(app, () => holdSlot(app, asked))).toBe("unknown_service");
  });

  it("when it is gone: deleted, closed, of another kind, or of a specialist who does not do this", async () => {
    const situation = await makeSituation(app);
    const asked = wish(app, situation);
    const online = await makeService(app, { kind: "online", specialistIds: [situation.specialist.id] });
    const foreign = await makeService(app);
    for (const over of [{ slotId: app.newId() }, { serviceId: online.id }, { serviceId: foreign.id }])
      expect(await refusedBy(app, () => holdSlot(app, { ...asked, ...over }))).toBe("slot_gone");
    granted(await closeSlot(app, { slotId: asked.slotId, actor, reason: "Учёба" }));
    expect(await refusedBy(app, () => holdSlot(app, asked))).toBe("slot_gone");
  });

  it("when somebody else has it, or what follows is too short for the service", async () => {
    const held = await makeHold(app);
    const other = await withAnother(app, held);
    expect(await refusedBy(app, () => holdSlot(app, wish(app, other)))).toBe("slot_taken");
    const long = await makeSituation(app, { service: { durationMinutes: 61 } });
    expect(await refusedBy(app, () => holdSlot(app, wish(app, long)))).toBe("slot_taken");
  });

  it("when it begins within half an hour; a hot one until it begins (SL-4)", async () => {
    const regular = wish(app, await makeSituation(app));
    const hot = wish(app, await makeSituation(app, { kind: "hot" }));
    app.clock.set("2026-11-24T08:30:00Z");
    expect(await refusedBy(app, () => holdSlot(app, regular))).toBe("too_late_to_book");
    app.clock.set("2026-11-24T08:59:59.999Z");
    expect(refusalOf(await holdSlot(app, hot))).toBe("done");
    const late = wish(app, await makeSituation(app, { kind: "hot" }));
    app.clock.set("2026-11-24T09:00:00Z");
    expect(await refusedBy(app, () => holdSlot(app, late))).toBe("too_late_to_book");
    app.clock.set(START);
  });

  it("without consent to the processing of data (PE-1)", async () => {
    const situation = await makeSituation(app);
    const clientId = situation.client.id;
    granted(
      await setConsent(app, { clientId, kind: "personal_data", action: "withdrawn", pressed: "Отозвать" }),
    );
    expect(await refusedBy(app, () => holdSlot(app, wish(app, situation)))).toBe("consent_missing");
  });

  it("to a blocked client, with the reason and until when; not to a VIP, not when it was lifted or is over", async () => {
    const situation = await makeSituation(app);
    const { id: clientId } = situation.client;
    const endsAt = new Date("2026-11-30T09:00:00Z");
    await app.db.run(sql`
      INSERT INTO client_blocks (id, client_id, kind, reason, created_at, ends_at)
      VALUES (${app.newId()}::uuid, ${clientId}::uuid, 'no_show', 'Две неявки', ${app.clock.now()}, ${endsAt})`);
    const asked = wish(app, situation);
    const refused = await writingNothing(app, () => holdSlot(app, asked));
    expect(refused).toMatchObject({ refusal: "client_blocked", detail: { reason: "Две неявки", endsAt } });

    await app.db.run(sql`UPDATE clients SET is_vip = true WHERE id = ${clientId}::uuid`);
    expect(refusalOf(await holdSlot(app, asked))).toBe("done");
    granted(await giveUpHold(app, asked));
    await app.db.run(sql`UPDATE clients SET is_vip = false WHERE id = ${clientId}::uuid`);
    await app.db.run(
      sql`UPDATE client_blocks SET lifted_at = ${app.clock.now()} WHERE client_id = ${clientId}::uuid`,
    );
    expect(refusalOf(await holdSlot(app, { ...asked, bookingId: app.newId() }))).toBe("done");
  });

  it("when it is hot and payments are off", async () => {
    const asked = wish(app, await makeSituation(app, { kind: "hot" }));
    expect(await refusedBy(app, () => holdSlot({ ...app, payments: undefined }, asked))).toBe(
      "hot_needs_payment",
    );
  });

  it("over another booking of one's own; touching it is fine (SL-7)", async () => {
    const { client, booking } = await makeBooking(app);
    const there = await makeSituation(app);
    const asked = wish(app, { ...there, client });
    const refused = await writingNothing(app, () => holdSlot(app, asked));
    const detail = { number: booking.number, startsAt: booking.startsAt };
    expect(refused).toMatchObject({ refusal: "overlaps_own_booking", detail });
    const after = await nextSlot(there.specialist.id);
    expect(refusalOf(await holdSlot(app, { ...asked, slotId: after.id }))).toBe("done");
  });

  it("as the fourth that is ahead (SL-7)", async () => {
    const { client, service, specialist } = await makeBooking(app);
    for (const startsAt of ["2026-11-25T09:00:00Z", "2026-11-26T09:00:00Z"]) {
      const slot = await nextSlot(specialist.id, startsAt);
      const asked = wish(app, { client, service, specialist, slot });
      granted(await holdSlot(app, asked));
      granted(await confirmHold(app, asked));
    }
    const slot = await nextSlot(specialist.id, "2026-11-27T09:00:00Z");
    const fourth = wish(app, { client, service, specialist, slot });
    const refused = await writingNothing(app, () => holdSlot(app, fourth));
    expect(refused).toMatchObject({ refusal: "too_many_bookings", detail: { max: 3 } });
    app.clock.set("2026-11-24T09:00:00Z");
    expect(refusalOf(await holdSlot(app, fourth))).toBe("done");
    app.clock.set(START);
  });

  it("while the bank is confirming the payment of one's hold", async () => {
    const { asked, hold, specialist } = await makeHold(app);
    await app.db.run(
      sql`UPDATE bookings SET state = 'confirming', held_until = NULL WHERE id = ${hold.bookingId}::uuid`,
    );
    const slot = await nextSlot(specialist.id);
    const input = { ...asked, bookingId: app.newId(), slotId: slot.id };
    expect(await refusedBy(app, () => holdSlot(app, input))).toBe("payment_being_confirmed");
  });
});

describe("a hold whose time has run out (PY-1)", () => {
  it("is ended by the job, its slot free, its client told once", async () => {
    const { hold, slot } = await makeHold(app);
    app.clock.advance(15 * 60_000 - 1);
    await expireHolds(app);
    expect((await findBooking(app.db, hold.bookingId))?.state).toBe("held");
    app.clock.advance(1);
    await Promise.all([expireHolds(app), expireHolds(app), expireHolds(app)]);
    await writingNothing(app, () => expireHolds(app));
    expect(await findBooking(app.db, hold.bookingId)).toMatchObject({
      state: "expired",
      endedReason: "unpaid",
    });
    expect(await claimant(slot.id)).toBeUndefined();
    const told = await app.db.many(sql`SELECT kind FROM outbox WHERE booking_id = ${hold.bookingId}::uuid`);
    expect(told).toEqual([{ kind: "hold_expired" }]);
    app.clock.set(START);
  });

  it("is no hindrance to the next client, before the job came by", async () => {
    const held = await makeHold(app);
    app.clock.advance(15 * 60_000);
    const next = granted(await holdSlot(app, wish(app, await withAnother(app, held))));
    expect(await claimant(held.slot.id)).toBe(next.id);
    expect(await findBooking(app.db, held.booking.id)).toMatchObject({
      state: "expired",
      endedReason: "unpaid",
    });
    app.clock.set(START);
  });

  it("is no hindrance to its own client, who gets a new one", async () => {
    const { asked, slot } = await makeHold(app);
    app.clock.advance(15 * 60_000);
    const again = granted(await holdSlot(app, { ...asked, bookingId: app.newId() }));
    expect(again.id).not.toBe(asked.bookingId);
    expect(again.heldUntil).toEqual(new Date("2026-11-23T09:30:00Z"));
    expect(await claimant(slot.id)).toBe(again.id);
    app.clock.set(START);
  });

  it("is no hindrance where it stands in the middle of a longer wish", async () => {
    const long = await makeSituation(app, { service: { durationMinutes: 120 } });
    const second = await nextSlot(long.specialist.id);
    const short = await makeService(app, { specialistIds: [long.specialist.id] });
    const { id: clientId } = await makeClient(app);
    granted(
      await holdSlot(app, { bookingId: app.newId(), clientId, serviceId: short.id, slotId: second.id }),
    );
    expect(await refusedBy(app, () => holdSlot(app, wish(app, long)))).toBe("slot_taken");
    app.clock.advance(15 * 60_000);
    expect(refusalOf(await holdSlot(app, wish(app, long)))).toBe("done");
    app.clock.set(START);
  });

  it("is not expired half: interrupted, it stays held and nobody is told", async () => {
    await makeHold(app);
    app.clock.advance(15 * 60_000);
    await writingNothing(app, () => interrupted(app, /INSERT INTO outbox/, (dying) => expireHolds(dying)));
    await expireHolds(app);
    app.clock.set(START);
  });
});
