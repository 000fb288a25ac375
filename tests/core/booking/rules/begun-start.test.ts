import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  begunSince,
  type HadVisit,
  hadInstead,
  hasBegun,
  startAge,
} from "../../../../src/core/booking/rules/begun-start.ts";
import { isInReach } from "../../../../src/core/calendar/rules/offer.ts";
import { minutesAfter } from "../../../../src/core/kernel/instant.ts";
import { dayOf } from "../../../../src/core/kernel/local-day.ts";
import { isRefuted } from "../../kernel/arbitraries.ts";

const MOSCOW = "Europe/Moscow";

describe("SL-4: staff book a start that has begun today, by the clocks of the business", () => {
  it.each<[string, string, string, string, "ahead" | "begun_today" | "past_day"]>([
    ["an hour ahead", MOSCOW, "2026-12-01T11:05:00Z", "2026-12-01T12:00:00Z", "ahead"],
    ["a millisecond ahead", MOSCOW, "2026-12-01T11:05:00Z", "2026-12-01T11:05:00.001Z", "ahead"],
    ["exactly now", MOSCOW, "2026-12-01T11:05:00Z", "2026-12-01T11:05:00Z", "begun_today"],
    ["five minutes ago", MOSCOW, "2026-12-01T11:05:00Z", "2026-12-01T11:00:00Z", "begun_today"],
    ["exactly today's 00:00", MOSCOW, "2026-12-01T11:05:00Z", "2026-11-30T21:00:00Z", "begun_today"],
    ["a millisecond before it", MOSCOW, "2026-12-01T11:05:00Z", "2026-11-30T20:59:59.999Z", "past_day"],
    [
      "at 00:00 itself what began at 23:00",
      MOSCOW,
      "2026-11-30T21:00:00Z",
      "2026-11-30T20:00:00Z",
      "past_day",
    ],
    [
      "a moment before it the same",
      MOSCOW,
      "2026-11-30T20:59:59.999Z",
      "2026-11-30T20:00:00Z",
      "begun_today",
    ],
    ["at 00:00 what begins then", MOSCOW, "2026-11-30T21:00:00Z", "2026-11-30T21:00:00Z", "begun_today"],
    // Clocks go forward at 02:00: the day has 23 hours and began an hour of the zone's winter time earlier.
    [
      "the 23-hour day's 00:00",
      "Europe/Berlin",
      "2026-03-29T20:00:00Z",
      "2026-03-28T23:00:00Z",
      "begun_today",
    ],
    ["before it", "Europe/Berlin", "2026-03-29T20:00:00Z", "2026-03-28T22:59:59.999Z", "past_day"],
    // And back at 03:00: it has 25, and its last hour is 24 h after its first.
    [
      "the 25-hour day's 00:00",
      "Europe/Berlin",
      "2026-10-25T22:30:00Z",
      "2026-10-24T22:00:00Z",
      "begun_today",
    ],
    ["before it", "Europe/Berlin", "2026-10-25T22:30:00Z", "2026-10-24T21:59:59.999Z", "past_day"],
    // A day whose midnight is skipped begins at one o'clock.
    [
      "the first moment of a day without 00:00",
      "Africa/Cairo",
      "2026-04-24T12:00:00Z",
      "2026-04-23T22:00:00Z",
      "begun_today",
    ],
    ["before it", "Africa/Cairo", "2026-04-24T12:00:00Z", "2026-04-23T21:59:59.999Z", "past_day"],
  ])("%s (%s)", (_, zone, now, startsAt, expected) => {
    expect(startAge({ startsAt: new Date(startsAt) }, { now: new Date(now), zone })).toBe(expected);
  });
});

const anyZone = fc.constantFrom(
  MOSCOW,
  "Europe/Berlin",
  "Asia/Vladivostok",
  "Africa/Cairo",
  "America/Havana",
  "UTC",
);
const anyMoment = fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true });
const anyKind = fc.constantFrom("regular" as const, "hot" as const, "online" as const);

describe("who may book which start", () => {
  const anyCase = fc.record({
    now: anyMoment,
    zone: anyZone,
    kind: anyKind,
    minLeadMinutes: fc.integer({ min: 0, max: 240 }),
    apartMinutes: fc.integer({ min: -3 * 24 * 60, max: 24 * 60 }),
  });
  type Begun = typeof begunSince;

  const clientsNever = (since: Begun) =>
    fc.property(anyCase, ({ now, zone, kind, minLeadMinutes, apartMinutes }) => {
      const slot = { kind, startsAt: minutesAfter(now, apartMinutes) };
      const terms = { now, minLeadMinutes, begunSince: since("client", { now, zone }) };
      if (hasBegun(slot, now)) expect(isInReach(slot, terms)).toBe(false);
      else if (kind !== "hot") expect(isInReach(slot, terms)).toBe(apartMinutes > minLeadMinutes);
    });

  it("SL-4: a client never books what has begun, and their lead time stays", () => {
    fc.assert(clientsNever(begunSince));
  });

  it("would be noticed if clients were let in like staff", () => {
    expect(isRefuted(clientsNever((_, at) => begunSince("staff", at)))).toBe(true);
  });

  const staffByDay = (since: Begun) =>
    fc.property(anyCase, ({ now, zone, kind, minLeadMinutes, apartMinutes }) => {
      const slot = { kind, startsAt: minutesAfter(now, apartMinutes) };
      const terms = { now, minLeadMinutes, begunSince: since("staff", { now, zone }) };
      const isToday = dayOf(slot.startsAt, zone) === dayOf(now, zone);
      expect(isInReach(slot, terms)).toBe(isToday || slot.startsAt > now);
      expect(startAge(slot, { now, zone })).toBe(
        slot.startsAt > now ? "ahead" : isToday ? "begun_today" : "past_day",
      );
    });

  it("PY-8: staff book whatever is of the same local day, or ahead, whatever the zone and the kind", () => {
    fc.assert(staffByDay(begunSince));
  });

  it("would be noticed if the day were a stretch of 24 hours", () => {
    expect(isRefuted(staffByDay((_, { now }) => minutesAfter(now, -24 * 60)))).toBe(true);
  });
});

describe("SL-1, SL-7: where a visit took place none is written down beside it", () => {
  const NOW = new Date("2026-12-01T12:00:00Z");
  const at = (hour: number, minutes = 60) => {
    const startsAt = new Date(`2026-12-01T${String(hour).padStart(2, "0")}:00:00Z`);
    return { startsAt, endsAt: minutesAfter(startsAt, minutes) };
  };
  const visit = (hour: number, over: Partial<HadVisit> = {}): HadVisit => ({
    ...at(hour),
    number: 7,
    specialistId: "мария",
    clientId: "вера",
    ...over,
  });
  const start = (hour: number, minutes = 60) => ({ ...at(hour, minutes), specialistId: "мария" });

  it.each<[string, ReturnType<typeof start>, HadVisit, string | undefined]>([
    ["the same specialist, the same time", start(10), visit(10), "specialist"],
    ["a longer service that reaches into it", start(9, 90), visit(10), "specialist"],
    ["touching before", start(9), visit(10), undefined],
    ["touching after", start(11), visit(10), undefined],
    ["another specialist, another client", start(10), visit(10, { specialistId: "анна" }), undefined],
    [
      "this client with another specialist",
      start(10),
      visit(10, { specialistId: "анна", clientId: "ольга" }),
      "client",
    ],
    ["what begins now", start(12), visit(11, { endsAt: at(13).startsAt }), "specialist"],
    [
      "what is ahead, though a visit was marked early",
      start(13),
      visit(12, { endsAt: at(14).startsAt }),
      undefined,
    ],
  ])("%s", (_, wanted, had, expected) => {
    expect(hadInstead(wanted, [had], { clientId: "ольга", now: NOW })?.whose).toBe(expected);
  });
});
