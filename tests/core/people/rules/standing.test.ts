import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, daysAfter } from "../../../../src/core/kernel/instant.ts";
import { blockAfterNoShow, losesGround } from "../../../../src/core/people/rules/standing.ts";
import { anyInstant, isRefuted } from "../../kernel/arbitraries.ts";

const TERMS = { periodDays: 90, blockDays: 7 };
const VISIT = new Date("2026-12-01T12:00:00Z");
const MARKED = new Date("2026-12-01T13:00:00Z");
const MOMENT = 1 / DAY_MS;

type Facts = Parameters<typeof blockAfterNoShow>[0];
const facts = (othersDays: readonly number[], changed: Partial<Facts> = {}): Facts => ({
  otherNoShowsStartedAt: othersDays.map((days) => daysAfter(VISIT, days)),
  visitStartsAt: VISIT,
  markedAt: MARKED,
  isVip: false,
  ...changed,
});

describe("CX-4: two no-shows whose starts lie close enough block for seven days from the mark", () => {
  it.each<[string, readonly number[], boolean]>([
    ["the first ever", [], false],
    ["another a moment more than 90 days before", [-90 - MOMENT], false],
    ["another exactly 90 days before", [-90], true],
    ["another a moment less", [-90 + MOMENT], true],
    ["another of the same moment", [0], true],
    ["a later visit that was marked first", [9], true],
    ["a later visit exactly 90 days after", [90], true],
    ["a later visit a moment more than 90 days after", [90 + MOMENT], false],
    ["several, none near", [-200, -91, 100], false],
    ["several, one of them near", [-200, -91, -1], true],
  ])("%s", (_, others, isBlocked) => {
    const expected = isBlocked ? new Date("2026-12-08T13:00:00Z") : undefined;
    expect(blockAfterNoShow(facts(others), TERMS)).toEqual(expected);
  });

  it("the seven days run from the mark, however late that was", () => {
    const markedAt = new Date("2026-12-12T13:00:00Z");
    expect(blockAfterNoShow(facts([-1], { markedAt }), TERMS)).toEqual(new Date("2026-12-19T13:00:00Z"));
  });

  it("days are 24 hours, also over a change of clocks", () => {
    const visitStartsAt = new Date("2026-03-30T12:00:00+02:00");
    const blocked = (startedAt: string) =>
      blockAfterNoShow(facts([], { visitStartsAt, otherNoShowsStartedAt: [new Date(startedAt)] }), {
        periodDays: 2,
        blockDays: 7,
      });
    expect(blocked("2026-03-28T11:00:00+01:00")).toBeDefined();
    expect(blocked("2026-03-28T10:59:59+01:00")).toBeUndefined();
  });

  it("a VIP client is never blocked", () => {
    expect(blockAfterNoShow(facts([-1], { isVip: true }), TERMS)).toBeUndefined();
  });
});

describe("CX-8: a block whose second no-show turns out to be none", () => {
  it.each<[string, number, readonly number[], boolean]>([
    ["falls when that one alone was near", -1, [], true],
    ["falls when that one was exactly 90 days before", -90, [], true],
    ["stays when that one was a moment too far to have counted", -90 - MOMENT, [], false],
    ["stays when another is near as well", -1, [30], false],
    ["stays when another is exactly 90 days after", -1, [90], false],
    ["falls when all others are a moment too far", -1, [90 + MOMENT, -90 - MOMENT], true],
  ])("%s", (_, corrected, others, isLost) => {
    const day = (days: number) => daysAfter(VISIT, days);
    const lost = losesGround(
      {
        visitStartsAt: VISIT,
        correctedStartsAt: day(corrected),
        otherNoShowsStartedAt: others.map(day),
      },
      TERMS,
    );
    expect(lost).toBe(isLost);
  });

  it("CX-4: falls exactly when what is left would not block and what there was did", () => {
    const someDays = fc.integer({ min: -120, max: 120 });
    fc.assert(
      fc.property(someDays, fc.array(someDays, { maxLength: 3 }), (corrected, others) => {
        const would = (days: readonly number[]) => blockAfterNoShow(facts(days), TERMS) !== undefined;
        const lost = losesGround(
          {
            visitStartsAt: VISIT,
            correctedStartsAt: daysAfter(VISIT, corrected),
            otherNoShowsStartedAt: facts(others).otherNoShowsStartedAt,
          },
          TERMS,
        );
        expect(lost).toBe(would([corrected, ...others]) && !would(others));
      }),
    );
  });
});

describe("for any two no-shows", () => {
  const orderIsNothing = (rule: typeof blockAfterNoShow) =>
    fc.property(
      anyInstant,
      fc.integer({ min: -100 * 24, max: 100 * 24 }),
      anyInstant,
      (one, hours, markedAt) => {
        const other = new Date(one.getTime() + hours * 3_600_000);
        const marked = (last: Date, first: Date) =>
          rule({ otherNoShowsStartedAt: [first], visitStartsAt: last, markedAt, isVip: false }, TERMS);
        expect(marked(one, other)).toEqual(marked(other, one));
        expect(marked(one, other) !== undefined).toBe(Math.abs(hours) <= 90 * 24);
      },
    );

  it("it makes no difference which of them is marked last", () => {
    fc.assert(orderIsNothing(blockAfterNoShow));
  });

  it("would be noticed if only earlier visits counted, or the mark's distance", () => {
    const onlyEarlier: typeof blockAfterNoShow = (given, terms) =>
      blockAfterNoShow(
        {
          ...given,
          otherNoShowsStartedAt: given.otherNoShowsStartedAt.filter((at) => at <= given.visitStartsAt),
        },
        terms,
      );
    const fromMark: typeof blockAfterNoShow = (given, terms) =>
      blockAfterNoShow({ ...given, visitStartsAt: given.markedAt }, terms);
    expect(isRefuted(orderIsNothing(onlyEarlier))).toBe(true);
    expect(isRefuted(orderIsNothing(fromMark))).toBe(true);
  });
});
