import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outdated } from "../../../../src/core/backup/rules/rotation.ts";
import { dayOf } from "../../../../src/core/kernel/local-day.ts";

const ZONE = "Europe/Moscow";
const copy = (at: string) => ({ at: new Date(at) });
const HOUR = 3_600_000;

describe("which copies are needed no more", () => {
  it.each([
    ["none of none", [], 7, 4, []],
    ["the only one stays, whatever is asked for", ["2026-11-26T01:00:00Z"], 0, 0, []],
    [
      "of a day the last one stays",
      ["2026-11-26T01:00:00Z", "2026-11-26T10:00:00Z", "2026-11-26T20:59:59Z"],
      7,
      0,
      ["2026-11-26T10:00:00Z", "2026-11-26T01:00:00Z"],
    ],
    [
      "a day ends at midnight of the business, not of UTC",
      ["2026-11-26T20:59:59Z", "2026-11-26T21:00:00Z"],
      7,
      0,
      [],
    ],
    [
      "days beyond the number go, days without a copy do not count",
      ["2026-11-20T01:00:00Z", "2026-11-22T01:00:00Z", "2026-11-26T01:00:00Z"],
      2,
      0,
      ["2026-11-20T01:00:00Z"],
    ],
    [
      "of a week, Monday to Sunday, the last one stays beside the days",
      ["2026-11-15T01:00:00Z", "2026-11-16T01:00:00Z", "2026-11-22T01:00:00Z", "2026-11-23T01:00:00Z"],
      1,
      2,
      ["2026-11-16T01:00:00Z", "2026-11-15T01:00:00Z"],
    ],
  ])("%s", (_, made, keepDaily, keepWeekly, gone) => {
    expect(outdated(made.map(copy), { keepDaily, keepWeekly }, ZONE)).toEqual(gone.map(copy));
  });

  const copies = fc
    .uniqueArray(fc.integer({ min: 0, max: 24 * 400 }), { maxLength: 60 })
    .map((hours) => hours.map((hour) => ({ at: new Date(Date.UTC(2026, 0, 1) + hour * HOUR) })));
  const terms = fc.record({
    keepDaily: fc.integer({ min: 0, max: 10 }),
    keepWeekly: fc.integer({ min: 0, max: 10 }),
  });

  it("the newest always stays, no more stay than asked for, and what stays is not outdated by what goes", () => {
    fc.assert(
      fc.property(copies, terms, (all, asked) => {
        const gone = new Set(outdated(all, asked, ZONE));
        const left = all.filter((one) => !gone.has(one));
        const newest = all.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
        expect(left.length).toBeLessThanOrEqual(Math.max(1, asked.keepDaily + asked.keepWeekly));
        expect(newest === undefined || left.includes(newest)).toBe(true);
        expect(outdated(left, asked, ZONE)).toEqual([]);
        const days = new Set(all.map(({ at }) => dayOf(at, ZONE)));
        expect(left.length).toBeGreaterThanOrEqual(Math.min(asked.keepDaily, days.size));
      }),
    );
  });
});
