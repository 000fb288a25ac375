import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localDay } from "../../../../src/core/kernel/local-day.ts";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import type { Condition, Moment } from "../../../../src/core/segments/model.ts";
import {
  type BookedVisit,
  judge,
  type SegmentFacts,
} from "../../../../src/core/segments/rules/membership.ts";
import { anyDefinition } from "../arbitraries.ts";

const NOW = Date.parse("2026-11-23T09:00:00Z");
const moment: Moment = { now: new Date(NOW), zone: "Europe/Moscow" };
const DAY_MS = 86_400_000;
const HAIRCUT = "11111111-1111-4111-8111-111111111111";
const MARIA = "22222222-2222-4222-8222-222222222222";
const OTHER = "33333333-3333-4333-8333-333333333333";

const visit = (agoMs: number, over: Partial<BookedVisit> = {}): BookedVisit => ({
  startsAt: new Date(NOW - agoMs),
  serviceId: HAIRCUT,
  specialistId: MARIA,
  ...over,
});

const NOBODY: SegmentFacts = {
  registeredAt: new Date(NOW - 10 * DAY_MS),
  visits: [],
  noShows: [],
  confirmed: [],
  spent: kopecks(0),
  points: 0,
  birthday: undefined,
  tags: [],
  is: {
    ...{ invited: false, hasInvited: false, blocked: false, vip: false },
    ...{ marketing: false, inBot: false, unreachable: false },
  },
};

const holds = (condition: Condition, over: Partial<SegmentFacts> = {}): boolean =>
  judge(condition, { ...NOBODY, ...over }, moment).holds;

describe("a condition about a client (MS-3)", () => {
  it.each([
    ["atLeast", 30 * DAY_MS - 1, false],
    ["atLeast", 30 * DAY_MS, true],
    ["atLeast", 30 * DAY_MS + 1, true],
    ["atMost", 30 * DAY_MS - 1, true],
    ["atMost", 30 * DAY_MS, true],
    ["atMost", 30 * DAY_MS + 1, false],
  ] as const)("on days ago, %s 30: %i ms ago is %s", (op, agoMs, expected) => {
    const visits = [visit(agoMs), visit(500 * DAY_MS)];
    expect(holds({ fact: "lastVisit", op, value: 30 }, { visits })).toBe(expected);
    expect(holds({ fact: "registered", op, value: 30 }, { registeredAt: new Date(NOW - agoMs) })).toBe(
      expected,
    );
  });

  it("on the last visit is about none that was missed or is ahead, and never holds without one but «never»", () => {
    const others = { noShows: [visit(DAY_MS)], confirmed: [visit(-DAY_MS), visit(DAY_MS)] };
    expect(holds({ fact: "lastVisit", op: "never" }, others)).toBe(true);
    expect(holds({ fact: "lastVisit", op: "atMost", value: 3_650 }, others)).toBe(false);
    expect(holds({ fact: "lastVisit", op: "atLeast", value: 0 }, others)).toBe(false);
    expect(holds({ fact: "lastVisit", op: "never" }, { visits: [visit(DAY_MS)] })).toBe(false);
  });

  it.each([
    ["atLeast", 1, false],
    ["atLeast", 2, true],
    ["atLeast", 3, true],
    ["atMost", 1, true],
    ["atMost", 2, true],
    ["atMost", 3, false],
    ["equals", 1, false],
    ["equals", 2, true],
    ["equals", 3, false],
  ] as const)("on a count, %s 2: %i is %s", (op, count, expected) => {
    const many = Array.from({ length: count }, () => visit(DAY_MS));
    expect(holds({ fact: "visits", op, value: 2 }, { visits: many })).toBe(expected);
    expect(holds({ fact: "noShows", op, value: 2 }, { noShows: many })).toBe(expected);
  });

  it.each([
    [7 * DAY_MS - 1, true],
    [7 * DAY_MS, true],
    [7 * DAY_MS + 1, false],
  ])("on a count of the last 7 days takes one of %i ms ago: %s", (agoMs, expected) => {
    const lately = { op: "atLeast", value: 1, days: 7 } as const;
    expect(holds({ fact: "noShows", ...lately }, { noShows: [visit(agoMs)] })).toBe(expected);
    expect(holds({ fact: "visits", ...lately }, { visits: [visit(agoMs)] })).toBe(expected);
  });

  it.each([
    ["atLeast", 99_999, false],
    ["atLeast", 100_000, true],
    ["atMost", 100_000, true],
    ["atMost", 100_001, false],
  ] as const)("on money, %s 1 000 ₽: %i kopecks is %s", (op, spent, expected) => {
    expect(holds({ fact: "spent", op, value: 1_000 }, { spent: kopecks(spent) })).toBe(expected);
  });

  it("on points knows debts", () => {
    expect(holds({ fact: "points", op: "atMost", value: -1 }, { points: -1 })).toBe(true);
    expect(holds({ fact: "points", op: "atMost", value: -1 }, { points: 0 })).toBe(false);
    expect(holds({ fact: "points", op: "atLeast", value: 300 }, { points: 300 })).toBe(true);
  });

  it.each([
    ["serviceVisited", { visits: [visit(DAY_MS)] }, HAIRCUT],
    ["serviceBooked", { confirmed: [visit(-1)] }, HAIRCUT],
    ["specialistVisited", { visits: [visit(DAY_MS)] }, MARIA],
    ["specialistBooked", { confirmed: [visit(-1)] }, MARIA],
    ["tags", { tags: ["vip", "утро"] }, "утро"],
  ] as const)("on %s is about any or none of a list", (fact, facts, value) => {
    expect(holds({ fact, op: "anyOf", value: [OTHER, value] }, facts)).toBe(true);
    expect(holds({ fact, op: "anyOf", value: [OTHER] }, facts)).toBe(false);
    expect(holds({ fact, op: "noneOf", value: [OTHER, value] }, facts)).toBe(false);
    expect(holds({ fact, op: "noneOf", value: [OTHER] }, facts)).toBe(true);
    expect(holds({ fact, op: "anyOf", value: [value] })).toBe(false);
  });

  it("on what is ahead is not about a booking that begins now", () => {
    expect(holds({ fact: "upcoming", op: "is", value: true }, { confirmed: [visit(-1)] })).toBe(true);
    expect(holds({ fact: "upcoming", op: "is", value: true }, { confirmed: [visit(0)] })).toBe(false);
    expect(holds({ fact: "serviceBooked", op: "anyOf", value: [HAIRCUT] }, { confirmed: [visit(0)] })).toBe(
      false,
    );
  });

  it.each([
    ["withinNext", 7, "1990-11-23", true],
    ["withinNext", 7, "1604-11-30", true],
    ["withinNext", 7, "1990-12-01", false],
    ["withinNext", 7, "1990-11-22", false],
    ["withinLast", 7, "1990-11-23", true],
    ["withinLast", 7, "1990-11-16", true],
    ["withinLast", 7, "1990-11-15", false],
    ["inMonth", 2, "1604-02-29", true],
    ["inMonth", 3, "1604-02-29", false],
  ] as const)("on a birthday, %s %i: %s is %s", (op, value, birthday, expected) => {
    expect(holds({ fact: "birthday", op, value }, { birthday: localDay(birthday) })).toBe(expected);
    expect(holds({ fact: "birthday", op, value })).toBe(false);
    expect(holds({ fact: "birthdayKnown", op: "is", value: true }, { birthday: localDay(birthday) })).toBe(
      true,
    );
  });

  it.each(["invited", "hasInvited", "blocked", "vip", "marketing", "inBot", "unreachable"] as const)(
    "on %s is a yes or a no",
    (fact) => {
      const is = { ...NOBODY.is, [fact]: true };
      expect(holds({ fact, op: "is", value: true }, { is })).toBe(true);
      expect(holds({ fact, op: "is", value: false }, { is })).toBe(false);
      expect(holds({ fact, op: "is", value: false })).toBe(true);
    },
  );
});

describe("conditions joined (MS-3)", () => {
  const yes: Condition = { fact: "vip", op: "is", value: false };
  const no: Condition = { fact: "vip", op: "is", value: true };

  it.each([
    [{ all: [] }, true],
    [{ all: [yes, yes] }, true],
    [{ all: [yes, no] }, false],
    [{ any: [no, yes] }, true],
    [{ any: [no, no] }, false],
    [{ not: no }, true],
    [{ not: yes }, false],
    [{ not: { any: [no, { all: [yes, no] }] } }, true],
  ])("%j holds: %s", (definition, expected) => {
    expect(judge(definition, NOBODY, moment).holds).toBe(expected);
  });

  it("say of every part what came of it", () => {
    const verdict = judge({ all: [yes, { not: yes }] }, NOBODY, moment);
    expect(verdict).toMatchObject({
      holds: false,
      parts: [{ holds: true }, { holds: false, parts: [{ holds: true }] }],
    });
  });

  const definitions = anyDefinition({ services: [HAIRCUT], specialists: [MARIA], tags: ["vip"] });

  it("obey De Morgan", () => {
    fc.assert(
      fc.property(definitions, definitions, (a, b) => {
        const is = (definition: Parameters<typeof judge>[0]) => judge(definition, NOBODY, moment).holds;
        expect(is({ not: { all: [a, b] } })).toBe(is({ any: [{ not: a }, { not: b }] }));
      }),
    );
  });
});
