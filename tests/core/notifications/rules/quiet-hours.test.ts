import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minuteOfDay } from "../../../../src/core/kernel/local-day.ts";
import { type QuietHours, quietEndsAt } from "../../../../src/core/notifications/rules/quiet-hours.ts";

const MOSCOW = "Europe/Moscow";
const NIGHT: QuietHours = { fromMinute: 22 * 60, toMinute: 9 * 60 };

describe("MS-5: quiet hours, by the clock of the business", () => {
  it.each<[string, string, string | undefined]>([
    ["a moment before they begin", "2026-12-01T18:59:59.999Z", undefined],
    ["as they begin", "2026-12-01T19:00:00Z", "2026-12-02T06:00:00Z"],
    ["at midnight", "2026-12-01T21:00:00Z", "2026-12-02T06:00:00Z"],
    ["a moment before they end", "2026-12-02T05:59:59.999Z", "2026-12-02T06:00:00Z"],
    ["as they end", "2026-12-02T06:00:00Z", undefined],
    ["at noon", "2026-12-02T09:00:00Z", undefined],
  ])("%s", (_, moment, endsAt) => {
    expect(quietEndsAt(new Date(moment), NIGHT, MOSCOW)).toEqual(
      endsAt === undefined ? undefined : new Date(endsAt),
    );
  });

  it("within one day they end on that day", () => {
    const siesta = { fromMinute: 13 * 60, toMinute: 15 * 60 };
    expect(quietEndsAt(new Date("2026-12-01T10:00:00Z"), siesta, MOSCOW)).toEqual(
      new Date("2026-12-01T12:00:00Z"),
    );
    expect(quietEndsAt(new Date("2026-12-01T12:00:00Z"), siesta, MOSCOW)).toBeUndefined();
  });

  it("the same time twice is never quiet", () => {
    expect(
      quietEndsAt(new Date("2026-12-01T20:00:00Z"), { fromMinute: 1_320, toMinute: 1_320 }, MOSCOW),
    ).toBe(undefined);
  });

  it("over a change of clocks they end when the clock shows their end", () => {
    const berlin = "Europe/Berlin";
    expect(quietEndsAt(new Date("2026-03-28T22:00:00Z"), NIGHT, berlin)).toEqual(
      new Date("2026-03-29T07:00:00Z"),
    );
    expect(quietEndsAt(new Date("2026-10-24T21:00:00Z"), NIGHT, berlin)).toEqual(
      new Date("2026-10-25T08:00:00Z"),
    );
  });

  it("the end lies ahead, within a day and an hour, and is not quiet itself", () => {
    const anyMinute = fc.integer({ min: 0, max: 1_439 });
    const anyMoment = fc.date({
      min: new Date("2026-01-01"),
      max: new Date("2027-01-01"),
      noInvalidDate: true,
    });
    const zones = fc.constantFrom(MOSCOW, "Europe/Berlin", "Australia/Lord_Howe", "America/New_York");
    fc.assert(
      fc.property(anyMoment, anyMinute, anyMinute, zones, (moment, fromMinute, toMinute, zone) => {
        const quiet = { fromMinute, toMinute };
        const endsAt = quietEndsAt(moment, quiet, zone);
        const minute = minuteOfDay(moment, zone);
        const shown =
          fromMinute <= toMinute
            ? minute >= fromMinute && minute < toMinute
            : minute >= fromMinute || minute < toMinute;
        if (!shown) expect(endsAt).toBeUndefined();
        if (endsAt === undefined) return;
        const hours = (endsAt.getTime() - moment.getTime()) / 3_600_000;
        expect(hours).toBeGreaterThan(0);
        expect(hours).toBeLessThanOrEqual(25);
      }),
    );
  });
});
