import { beforeEach, describe, expect, it } from "vitest";
import {
  choosePoints,
  confirmHold,
  holdSlot,
  markVisit,
  pointsOffer,
  previewHeldMove,
  previewReschedule,
  rescheduleBooking,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { percent } from "../../../src/core/kernel/money.ts";
import { balanceOf, listPointEntries } from "../../../src/core/loyalty/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks, messagesOf } from "../../support/bank.ts";
import { writingNothing } from "../../support/footprint.ts";
import { wish } from "../../support/hold.ts";
import { givePoints, granted, makeService, makeSituation, makeSlot } from "../../support/make.ts";
import {
  balance,
  claimsOf,
  expectUntouched,
  expireAll,
  HOT_NEXT_DAY,
  makeMoved,
  makePaid,
  makeReplacing,
  NEXT_DAY,
  refundsOf,
  settled,
  standingOf,
  wishMove,
} from "../../support/move.ts";

const app = await testAppWithBank();
await alignClocks(app);
beforeEach(() => app.clock.set(START));

const LATE = "2026-11-23T21:00:01Z";
const now = () => app.clock.now();

describe("CX-7: a move that changes the price is a new hold", () => {
  it("cheaper: the new one is paid, then the old one's money comes back whole", async () => {
    const paid = await makePaid(app);
    const { replacing, hold, asked } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    expect(replacing).toMatchObject({
      state: "held",
      price: 160_000,
      payNow: 50_000,
      replacesId: paid.booking.id,
    });
    await expectUntouched(app, paid);
    expect(await claimsOf(app, replacing.id)).toEqual([asked.slotId]);

    expect(await settled(app, hold)).toMatchObject({ state: "confirmed", paid: 50_000 });
    expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved", 0]);
    expect(await refundsOf(app, paid.booking.id)).toEqual([200_000]);
    expect(await claimsOf(app, paid.booking.id)).toEqual([]);
    expect(await claimsOf(app, replacing.id)).toEqual([asked.slotId]);
    expect(await messagesOf(app, replacing.id)).toEqual(["booking_confirmed"]);
  });

  it("dearer: likewise, and confirmed at once when nothing is to be paid now", async () => {
    const paid = await makePaid(app, { service: { policy: "onSite" } });
    await app.db.run(sql`UPDATE services SET price_kopecks = 250000 WHERE id = ${paid.service.id}::uuid`);
    const { replacing, hold } = await makeReplacing(app, paid, NEXT_DAY);
    expect(replacing).toMatchObject({ state: "held", price: 250_000, payNow: 0 });
    expect(granted(await confirmHold(app, hold)).state).toBe("confirmed");
    expect(granted(await writingNothing(app, () => confirmHold(app, hold))).state).toBe("confirmed");
    expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved", 0]);
  });

  it("to another service, in the same slots even", async () => {
    const paid = await makePaid(app);
    const other = await makeService(app, { durationMinutes: 30 });
    await app.db.run(
      sql`INSERT INTO specialist_services (specialist_id, service_id) VALUES (${paid.specialist.id}::uuid, ${other.id}::uuid)`,
    );
    const input = {
      bookingId: app.newId(),
      replacesId: paid.booking.id,
      serviceId: other.id,
      slotId: paid.slot.id,
    };
    const replacing = granted(await rescheduleBooking(app, { ...input, by: paid.byClient }));
    expect(replacing.state).toBe("held");
    await expectUntouched(app, paid);
    expect(await claimsOf(app, replacing.id), "the slot stays the old one's").toEqual([]);
    await settled(app, { bookingId: replacing.id, clientId: paid.client.id });
    expect(await claimsOf(app, replacing.id)).toEqual([paid.slot.id]);
  });

  it("pressed twice, by another id too, there is one hold; another start gives it up", async () => {
    const paid = await makePaid(app);
    const { replacing, asked } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    const again = await writingNothing(app, () =>
      rescheduleBooking(app, { ...asked, bookingId: app.newId() }),
    );
    expect(granted(again).id).toBe(replacing.id);
    const other = await makeReplacing(app, paid, { startsAt: "2026-11-26T09:00:00Z", kind: "hot" });
    expect(await standingOf(app, replacing.id)).toEqual(["expired", "given_up", 0]);
    expect(other.replacing.state).toBe("held");
    const asNew = wish(app, { ...(await makeSituation(app)), client: paid.client });
    const another = { ...asNew, slotId: other.asked.slotId, serviceId: paid.service.id };
    expect(granted(await holdSlot(app, another)).replacesId, "a booking of its own").toBeUndefined();
    expect(await standingOf(app, other.replacing.id)).toEqual(["expired", "given_up", 0]);
    await expectUntouched(app, paid);
  });
});

describe("CX-7: what giving the old one up costs", () => {
  it("late: a penalty, judged when the new hold was made, and shown before (CX-2)", async () => {
    const paid = await makePaid(app, { points: 300 });
    app.clock.set(LATE);
    const asked = await wishMove(app, paid, NEXT_DAY);
    const shown = granted(await previewReschedule(app, asked));
    expect(shown).toMatchObject({
      isAtOnce: false,
      isLate: true,
      refund: 170_000,
      kept: 0,
      pointsBack: 0,
      penalty: 200,
      points: 300,
    });
    const hold = granted(await rescheduleBooking(app, { ...asked, shown }));
    const { isLate, refund, kept, pointsBack, penalty } = shown;
    expect(await previewHeldMove(app.db, hold)).toEqual({ isLate, refund, kept, pointsBack, penalty });
    await alignClocks(app);
    await settled(app, { bookingId: hold.id, clientId: paid.client.id });
    expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved_late", 0]);
    expect(await refundsOf(app, paid.booking.id)).toEqual([170_000]);
    const entries = await listPointEntries(app.db, { clientId: paid.client.id, rowsMax: 9, offset: 0 });
    expect(entries.map((entry) => [entry.kind, entry.points, entry.bookingNumber])).toEqual([
      ["penalty", -200, paid.booking.number],
      ["redemption", -300, hold.number],
      ["redemption_return", 300, paid.booking.number],
      ["redemption", -300, paid.booking.number],
      ["adjustment", 300, undefined],
    ]);
  });

  it("made in time and paid when it is late by then, it is in time", async () => {
    const paid = await makePaid(app);
    app.clock.set("2026-11-23T21:00:00Z");
    const { replacing, hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    app.clock.advance(60_000);
    await alignClocks(app);
    expect(await previewHeldMove(app.db, replacing)).toMatchObject({ isLate: false, penalty: 0 });
    await settled(app, hold);
    expect(await previewHeldMove(app.db, replacing), "nothing stands any more").toBeUndefined();
    expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved", 0]);
    expect(await balance(app, paid.client.id)).toEqual([0, 0]);
  });

  it("late, a hot one keeps its prepayment; what was paid beyond comes back (CX-2)", async () => {
    const paid = await makePaid(app, { kind: "hot" });
    app.clock.set(LATE);
    const { replacing, hold } = await makeReplacing(app, paid, NEXT_DAY);
    expect(await previewHeldMove(app.db, replacing)).toMatchObject({ refund: 0, kept: 50_000, penalty: 160 });
    await settled(app, hold);
    expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved_late", 50_000]);
    expect(await refundsOf(app, paid.booking.id)).toEqual([]);
    const told = await app.db.first<{ payload: Record<string, unknown> }>(
      sql`SELECT payload FROM outbox WHERE booking_id = ${hold.bookingId}::uuid AND kind = 'booking_confirmed'`,
    );
    expect(told?.payload).toMatchObject({
      isLate: true,
      keptKopecks: 50_000,
      refundKopecks: 0,
      penalty: 160,
    });
  });

  it("where debts are not made, the penalty leaves the points that the new one spends (CX-5)", async () => {
    granted(await changeSetting(app, { key: "penalty.allowDebt", typed: "no", actor: OPERATOR }));
    const paid = await makePaid(app, { points: 300 });
    app.clock.set(LATE);
    const { hold } = await makeReplacing(app, paid, NEXT_DAY);
    await settled(app, hold);
    expect(await balance(app, paid.client.id)).toEqual([0, 0]);
    granted(await changeSetting(app, { key: "penalty.allowDebt", typed: "yes", actor: OPERATOR }));
  });
});

describe("CX-7, PT-3: points of a replacing hold", () => {
  it("are the old one's: nothing is set aside twice, and the rest of the client's may be added", async () => {
    const paid = await makePaid(app, { points: 500 });
    await givePoints(app, paid.client.id, 200);
    const { replacing, hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    expect([replacing.points, replacing.payNow, replacing.onSpot]).toEqual([500, 50_000, 60_000]);
    expect(await balance(app, paid.client.id)).toEqual([200, 200]);
    expect(granted(await pointsOffer(app, hold))).toMatchObject({ max: 700, why: undefined, balance: 700 });

    granted(await choosePoints(app, { ...hold, points: 600 }));
    expect(await balance(app, paid.client.id)).toEqual([200, 100]);
    granted(await choosePoints(app, { ...hold, points: 400 }));
    expect(await balance(app, paid.client.id)).toEqual([200, 200]);
    await settled(app, hold);
    expect(await balance(app, paid.client.id)).toEqual([300, 300]);
  });

  it("more of them than before is a redemption of now, no more than before is the one of then (PT-2)", async () => {
    const paid = await makePaid(app, { points: 500 });
    await givePoints(app, paid.client.id, 200);
    const { hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    const nextAt = async () =>
      (await balanceOf(app.db, { clientId: paid.client.id, now: now() })).nextRedemptionAt;
    expect(await nextAt()).toEqual(new Date("2026-12-07T09:00:00Z"));
    granted(await choosePoints(app, { ...hold, points: 501 }));
    expect(await nextAt()).toEqual(new Date("2026-12-07T10:00:00Z"));
    granted(await choosePoints(app, { ...hold, points: 500 }));
    expect(await nextAt()).toEqual(new Date("2026-12-07T09:00:00Z"));
  });

  it("no more of them go along than the new price takes, and the rest comes back (PT-1)", async () => {
    const paid = await makePaid(app, { points: 1_000 });
    const { replacing, hold } = await makeReplacing(app, paid, {
      ...HOT_NEXT_DAY,
      discountPercent: percent(60),
    });
    expect([replacing.price, replacing.points]).toEqual([80_000, 300]);
    await settled(app, hold);
    expect(await balance(app, paid.client.id)).toEqual([700, 700]);
  });

  it("are free again when it expires, and the old one's stay spent", async () => {
    const paid = await makePaid(app, { points: 500 });
    await makeReplacing(app, paid, HOT_NEXT_DAY);
    await expireAll(app);
    expect(await balance(app, paid.client.id)).toEqual([0, 0]);
    await expectUntouched(app, paid);
  });
});

it("EP-2: moving neither earns nor loses what a quick rebooking brings: the first booking's moment counts", async () => {
  const service = { policy: "onSite" } as const;
  const situation = await makeSituation(app, { service });
  const { client, specialist } = situation;
  const byClient = { kind: "client", clientId: client.id } as const;
  const bookAt = async (startsAt: string) => {
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
    const asked = wish(app, { ...situation, slot });
    granted(await holdSlot(app, asked));
    return { ...situation, byClient, booking: granted(await confirmHold(app, asked)) };
  };
  const complete = async (bookingId: string, at: string) => {
    app.clock.set(at);
    granted(await markVisit(app, { bookingId, mark: "completed", actor: OPERATOR }));
    const entries = await listPointEntries(app.db, { clientId: client.id, rowsMax: 2, offset: 0 });
    return entries.map(({ kind, bookingNumber }) => [kind, bookingNumber]);
  };
  const before = await bookAt("2026-12-10T09:00:00Z");
  await complete((await bookAt("2026-11-24T12:00:00Z")).booking.id, "2026-11-24T13:00:00Z");
  const quick = await bookAt("2026-12-01T09:00:00Z");
  app.clock.set("2026-11-29T09:00:00Z");
  const early = await makeMoved(app, before, "2026-12-04T09:00:00Z");
  const first = await makeMoved(app, quick, "2026-12-02T09:00:00Z");
  app.clock.set("2026-12-01T15:00:00Z");
  const second = await makeMoved(app, { ...quick, booking: first }, "2026-12-03T09:00:00Z");
  expect(await complete(second.id, "2026-12-03T10:00:00Z")).toEqual([
    ["rebook", second.number],
    ["accrual", second.number],
  ]);
  expect(await complete(early.id, "2026-12-04T10:00:00Z"), "booked before the visit it follows").toEqual([
    ["accrual", early.number],
    ["rebook", second.number],
  ]);
});
