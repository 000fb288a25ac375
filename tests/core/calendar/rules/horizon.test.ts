import { expect, it } from "vitest";
import { lastDaySeen, unseenUntil } from "../../../../src/core/calendar/rules/horizon.ts";
import { localDay, plusDays } from "../../../../src/core/kernel/local-day.ts";

const today = localDay("2026-11-26");

it.each([
  ["2026-11-26", 14, undefined],
  ["2026-12-09", 14, undefined],
  ["2026-12-10", 14, "2026-11-27"],
  ["2026-12-25", 14, "2026-12-12"],
  ["2026-11-26", 1, undefined],
  ["2026-11-27", 1, "2026-11-27"],
])(
  "SL-3: on 26 November clients see %s, booking being open %i days ahead, from %s on",
  (day, daysAhead, since) => {
    expect(unseenUntil(localDay(day), { today, daysAhead })).toBe(since);
  },
);

it("SL-3: on the day that it says, the slot's day is the last one seen", () => {
  for (let ahead = 1; ahead <= 60; ahead += 1) {
    const day = plusDays(lastDaySeen(today, ahead), 1);
    const since = unseenUntil(day, { today, daysAhead: ahead });
    expect(since && lastDaySeen(since, ahead)).toBe(day);
  }
});
