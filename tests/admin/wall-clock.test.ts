import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wallClock, wallClocks } from "../../src/admin/pages/calendar/wall-clock.ts";
import { minutesAfter } from "../../src/core/kernel/instant.ts";

const at = (text: string) => new Date(text);

describe("UN-4: what the clocks of the business show", () => {
  it.each([
    ["Europe/Moscow", "2026-12-01T07:00:00Z", "2026-12-01T10:00"],
    ["Europe/Moscow", "2026-12-01T21:30:00Z", "2026-12-02T00:30"],
    ["Asia/Kathmandu", "2026-12-01T00:00:00Z", "2026-12-01T05:45"],
    ["America/New_York", "2026-12-01T00:00:00Z", "2026-11-30T19:00"],
  ])("%s, %s: %s", (zone, instant, wall) => {
    expect(wallClock(at(instant), zone)).toBe(wall);
  });

  it.each([
    ["forward: it looks an hour longer", "2026-03-29T00:30:00Z", 60, "2026-03-29T01:30", "2026-03-29T03:30"],
    ["back within it: its length counts", "2026-10-25T00:30:00Z", 60, "2026-10-25T02:30", "2026-10-25T03:30"],
    ["back: twice the same time", "2026-10-25T01:00:00Z", 60, "2026-10-25T02:00", "2026-10-25T03:00"],
  ])("SL-5: clocks go %s", (_, begin, minutes, start, end) => {
    const startsAt = at(begin);
    expect(
      wallClocks("Europe/Berlin").stretch({ startsAt, endsAt: minutesAfter(startsAt, minutes) }),
    ).toEqual({
      start,
      end,
    });
  });

  it("every stretch ends after it begins, in any zone, whatever the clocks do", () => {
    const zone = fc.constantFrom(
      "Europe/Moscow",
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "UTC",
    );
    const begin = fc.date({
      min: at("2026-01-01T00:00:00Z"),
      max: at("2027-01-01T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(zone, begin, fc.integer({ min: 5, max: 1440 }), (where, startsAt, minutes) => {
        const { start, end } = wallClocks(where).stretch({
          startsAt,
          endsAt: minutesAfter(startsAt, minutes),
        });
        expect(end > start).toBe(true);
      }),
    );
  });
});
