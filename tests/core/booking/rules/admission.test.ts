import { describe, expect, it } from "vitest";
import {
  type AdmissionFacts,
  admitBooking,
  admitClient,
} from "../../../../src/core/booking/rules/admission.ts";
import { minutesAfter } from "../../../../src/core/kernel/instant.ts";

const NOW = new Date("2026-12-01T09:00:00Z");
const MOMENT = 1 / 60_000;

/** Minutes after now. */
const stretch = (from: number, to: number) => ({
  startsAt: minutesAfter(NOW, from),
  endsAt: minutesAfter(NOW, to),
});
const booking = (number: number, from: number, to = from + 60) => ({ number, ...stretch(from, to) });

const facts = (changed: Partial<AdmissionFacts> = {}): AdmissionFacts => ({
  visit: stretch(600, 660),
  isHot: false,
  hasConsent: true,
  block: undefined,
  isVip: false,
  liveBookings: [],
  arePaymentsOn: true,
  now: NOW,
  ...changed,
});

const answer = (changed: Partial<AdmissionFacts>, upcomingMax = 3): string => {
  const outcome = admitBooking(facts(changed), { upcomingMax });
  return outcome.ok ? "admitted" : outcome.refusal;
};

it("a client who agreed, is not blocked and has nothing in the way is admitted", () => {
  expect(admitBooking(facts(), { upcomingMax: 3 })).toEqual({ ok: true, value: null });
});

it("PE-1: without consent nobody books", () => {
  expect(answer({ hasConsent: false })).toBe("consent_missing");
});

describe("CX-4: a blocked client does not book", () => {
  const endsAt = new Date("2026-12-08T13:00:00Z");

  it("and is told why and until when", () => {
    expect(admitBooking(facts({ block: { reason: "две неявки", endsAt } }), { upcomingMax: 3 })).toEqual({
      ok: false,
      refusal: "client_blocked",
      detail: { reason: "две неявки", endsAt },
    });
  });

  it("and of a block without an end only why", () => {
    const block = { reason: "вручную", endsAt: undefined };
    expect(admitBooking(facts({ block }), { upcomingMax: 3 })).toMatchObject({
      detail: { reason: "вручную" },
    });
  });

  it("at the first step already, before a start is chosen", () => {
    const block = { reason: "две неявки", endsAt };
    expect(admitClient({ block, isVip: false })).toEqual({
      ok: false,
      refusal: "client_blocked",
      detail: block,
    });
    expect(admitClient({ block, isVip: true }).ok).toBe(true);
    expect(admitClient({ block: undefined, isVip: false }).ok).toBe(true);
  });

  it("but a VIP client does", () => {
    expect(answer({ block: { reason: "две неявки", endsAt }, isVip: true })).toBe("admitted");
  });
});

it.each([
  [true, true, "admitted"],
  [true, false, "hot_needs_payment"],
  [false, false, "admitted"],
])("PY-2: a hot start (%s) with payments on (%s) is %s", (isHot, arePaymentsOn, expected) => {
  expect(answer({ isHot, arePaymentsOn })).toBe(expected);
});

describe("SL-7: one client never has two live bookings that overlap", () => {
  it.each([
    ["touching the beginning", 540, 600, "admitted"],
    ["a moment over the beginning", 540, 600 + MOMENT, "overlaps_own_booking"],
    ["the same", 600, 660, "overlaps_own_booking"],
    ["a moment over the end", 660 - MOMENT, 700, "overlaps_own_booking"],
    ["touching the end", 660, 700, "admitted"],
  ])("%s", (_, from, to, expected) => {
    expect(answer({ liveBookings: [booking(1, 100), booking(2, from, to)] })).toBe(expected);
  });

  it("the refusal names the one in the way", () => {
    const inTheWay = booking(17, 630);
    expect(
      admitBooking(facts({ liveBookings: [booking(16, 60), inTheWay] }), { upcomingMax: 3 }),
    ).toMatchObject({
      detail: { number: 17, startsAt: inTheWay.startsAt },
    });
  });

  it("a visit that is going on stands in the way too", () => {
    expect(answer({ visit: stretch(30, 90), liveBookings: [booking(1, -20, 40)] })).toBe(
      "overlaps_own_booking",
    );
  });
});

describe("SL-7: at most so many live bookings lie ahead", () => {
  const ahead = (count: number) =>
    Array.from({ length: count }, (_, index) => booking(index, 1_000 + index * 100));

  it.each([
    [0, 3, "admitted"],
    [2, 3, "admitted"],
    [3, 3, "too_many_bookings"],
    [4, 3, "too_many_bookings"],
    [0, 1, "admitted"],
    [1, 1, "too_many_bookings"],
  ])("%d of %d", (count, upcomingMax, expected) => {
    expect(answer({ liveBookings: ahead(count) }, upcomingMax)).toBe(expected);
  });

  it("one that has begun is not ahead, one that begins a moment later is", () => {
    expect(answer({ liveBookings: [...ahead(2), booking(9, 0)] })).toBe("admitted");
    expect(answer({ liveBookings: [...ahead(2), booking(9, MOMENT)] })).toBe("too_many_bookings");
  });

  it("the refusal says how many", () => {
    expect(admitBooking(facts({ liveBookings: ahead(3) }), { upcomingMax: 3 })).toMatchObject({
      detail: { max: 3 },
    });
  });
});

it("of several reasons the first is told: consent, block, payments, overlap, number", () => {
  const reasons: readonly (readonly [string, Partial<AdmissionFacts>])[] = [
    ["consent_missing", { hasConsent: false }],
    ["client_blocked", { block: { reason: "две неявки", endsAt: undefined } }],
    ["hot_needs_payment", { isHot: true, arePaymentsOn: false }],
    ["overlaps_own_booking", { liveBookings: [booking(1, 600), booking(2, 1_000), booking(3, 2_000)] }],
  ];
  reasons.forEach(([refusal], index) => {
    const stillTrue = Object.assign({}, ...reasons.slice(index).map(([, changed]) => changed));
    expect(answer(stillTrue)).toBe(refusal);
  });
});
