import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FrozenPolicy } from "../../../../src/core/booking/rules/payment-split.ts";
import { planStaffBooking, type StaffPayment } from "../../../../src/core/booking/rules/staff-booking.ts";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import { points, worth } from "../../../../src/core/kernel/points.ts";
import { anyPrice, isRefuted } from "../../kernel/arbitraries.ts";

const NOW = new Date("2026-12-01T09:00:00Z");
const START = new Date("2026-12-01T12:00:00Z");
const FULL: FrozenPolicy = { policy: "full", prepayment: kopecks(0) };
const HOT: FrozenPolicy = { policy: "hot", prepayment: kopecks(50_000) };
const ON_SITE: FrozenPolicy = { policy: "onSite", prepayment: kopecks(0) };

const facts = (frozen: FrozenPolicy, payment: StaffPayment, spent = 0) => ({
  price: kopecks(160_000),
  points: points(spent),
  frozen,
  payment,
  startsAt: START,
});
const onSpot = (waiverReason?: string): StaffPayment => ({ by: "on_spot", waiverReason });
const link = (until: string): StaffPayment => ({ by: "link", until: new Date(until) });

describe("PY-8: owed on the spot it is confirmed at once, with nothing to pay now", () => {
  it.each<[string, FrozenPolicy, StaffPayment, number, number]>([
    ["a service that is paid in full", FULL, onSpot(), 0, 160_000],
    ["with points", FULL, onSpot(), 300, 130_000],
    ["all of it in points", FULL, onSpot(), 1_600, 0],
    ["a hot start whose prepayment is waived for a reason", HOT, onSpot("постоянный клиент"), 0, 160_000],
    ["a hot start without a prepayment", { ...HOT, prepayment: kopecks(0) }, onSpot(), 0, 160_000],
    [
      "another policy's prepayment is no hot slot's",
      { policy: "prepay", prepayment: kopecks(1) },
      onSpot(),
      0,
      160_000,
    ],
  ])("%s", (_, frozen, payment, spent, expected) => {
    expect(planStaffBooking(facts(frozen, payment, spent), NOW)).toEqual({
      ok: true,
      value: { payNow: 0, onSpot: expected, heldUntil: undefined },
    });
  });

  it.each([undefined, "", "  \n"])(
    "waiving a hot slot's prepayment for %j is refused: it needs a reason",
    (reason) => {
      expect(planStaffBooking(facts(HOT, onSpot(reason)), NOW)).toMatchObject({
        refusal: "waiver_needs_reason",
      });
    },
  );
});

describe("PY-8: with a pay link it is held until a moment ahead, and not after the start", () => {
  it.each([
    ["now", "2026-12-01T09:00:00.000Z", "link_time_passed"],
    ["a moment ahead", "2026-12-01T09:00:00.001Z", "held"],
    ["the start", "2026-12-01T12:00:00.000Z", "held"],
    ["a moment after the start", "2026-12-01T12:00:00.001Z", "link_time_passed"],
    ["long ago", "2026-11-01T12:00:00.000Z", "link_time_passed"],
  ])("until %s", (_, until, expected) => {
    const outcome = planStaffBooking(facts(FULL, link(until)), NOW);
    expect(outcome.ok ? "held" : outcome.refusal).toBe(expected);
    if (outcome.ok) expect(outcome.value.heldUntil).toEqual(new Date(until));
    else expect(outcome.detail).toMatchObject({ until: new Date(until), now: NOW });
  });

  it.each([
    ["two days before the start: for a day", "2026-12-03T12:00:00Z", "2026-12-02T09:00:00Z"],
    ["exactly a day before it: until the start", "2026-12-02T09:00:00Z", "2026-12-02T09:00:00Z"],
    ["three hours before it: until the start", "2026-12-01T12:00:00Z", "2026-12-01T12:00:00Z"],
  ])("when staff chose no moment, %s", (_, startsAt, expected) => {
    const open: StaffPayment = { by: "link", until: undefined };
    const outcome = planStaffBooking({ ...facts(FULL, open), startsAt: new Date(startsAt) }, NOW);
    expect(outcome).toMatchObject({ value: { heldUntil: new Date(expected) } });
  });

  it.each([
    ["a moment before the start", "2026-12-01T11:59:59.999Z", "held"],
    ["exactly at the start", "2026-12-01T12:00:00.000Z", "link_after_start"],
    ["five minutes into the visit", "2026-12-01T12:05:00.000Z", "link_after_start"],
  ])("%s, with a moment of staff's and without", (_, now, expected) => {
    for (const until of [undefined, new Date("2026-12-01T12:00:00Z")]) {
      const outcome = planStaffBooking(facts(FULL, { by: "link", until }), new Date(now));
      expect(outcome.ok ? "held" : outcome.refusal).toBe(expected);
    }
    expect(planStaffBooking(facts(FULL, onSpot()), new Date(now)).ok).toBe(true);
  });

  it("asks for what the client would be asked for: of a hot start its prepayment", () => {
    expect(planStaffBooking(facts(HOT, link("2026-12-01T10:00:00Z")), NOW)).toMatchObject({
      value: { payNow: 50_000, onSpot: 110_000 },
    });
  });

  it("the smallest prepayment counts: a kopeck is waived with a reason only, and asked for by a link", () => {
    const kopeck: FrozenPolicy = { policy: "hot", prepayment: kopecks(1) };
    expect(planStaffBooking(facts(kopeck, onSpot()), NOW)).toMatchObject({ refusal: "waiver_needs_reason" });
    expect(planStaffBooking(facts(kopeck, link("2026-12-01T10:00:00Z")), NOW)).toMatchObject({
      value: { payNow: 1, onSpot: 159_999 },
    });
  });

  it.each<[string, FrozenPolicy, number]>([
    ["a service that is paid on the spot", ON_SITE, 0],
    ["points pay it all", FULL, 1_600],
  ])("a link for nothing is refused: %s", (_, frozen, spent) => {
    const outcome = planStaffBooking(facts(frozen, link("2026-12-01T10:00:00Z"), spent), NOW);
    expect(outcome).toMatchObject({ refusal: "nothing_to_pay" });
  });
});

describe("for every price, policy and way to pay", () => {
  const anyFacts = fc
    .record({
      price: anyPrice,
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      frozen: fc.record({
        policy: fc.constantFrom<FrozenPolicy["policy"]>("full", "prepay", "onSite", "hot"),
        prepayment: anyPrice,
      }),
      payment: fc.constantFrom(onSpot("повод"), link("2026-12-01T10:00:00Z")),
    })
    .map(({ share, ...rest }) => ({
      ...rest,
      startsAt: START,
      points: points(Math.floor((rest.price / 100) * share)),
    }));
  const loseNothing = (rule: typeof planStaffBooking) =>
    fc.property(anyFacts, (given) => {
      const outcome = rule(given, NOW);
      if (!outcome.ok) return;
      const { payNow, onSpot: there, heldUntil } = outcome.value;
      expect(payNow + there + worth(given.points)).toBe(given.price);
      expect(Math.min(payNow, there)).toBeGreaterThanOrEqual(0);
      expect(payNow > 0).toBe(heldUntil !== undefined);
    });

  it("now, there and in points is the price, and it is held exactly when there is something to pay now", () => {
    fc.assert(loseNothing(planStaffBooking));
  });

  it("would be noticed if points were paid twice", () => {
    const forgetful: typeof planStaffBooking = (given, now) =>
      planStaffBooking({ ...given, points: points(0) }, now);
    expect(isRefuted(loseNothing(forgetful))).toBe(true);
  });
});
