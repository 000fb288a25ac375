import { describe, expect, it } from "vitest";
import { nextDue } from "../../../src/core/schedules/cron.ts";
import { isCron, nextDues } from "../../../src/core/schedules/index.ts";

describe("a cron expression", () => {
  it.each(["0 4 * * *", "*/15 9-18 * * 1-5", "0 0 4 * * *", "0 4 L * *"])("%s is one", (text) => {
    expect(isCron(text)).toBe(true);
  });
  it.each([
    "",
    "4",
    "каждый день",
    "0 4 * *",
    "61 4 * * *",
    "0 4 * * * * *",
    "0 4 30 2 *",
    "2026-12-01T10:00:00",
  ])("«%s» is none, or never comes due", (text) => {
    expect(isCron(text)).toBe(false);
  });
  it("goes by the clocks of its zone, across a change of them", () => {
    const berlin = { cron: "0 4 * * *", timeZone: "Europe/Berlin" };
    const days = nextDues(berlin, new Date("2027-03-26T12:00:00Z"), 3).map((due) => due.toISOString());
    expect(days).toEqual([
      "2027-03-27T03:00:00.000Z",
      "2027-03-28T02:00:00.000Z",
      "2027-03-29T02:00:00.000Z",
    ]);
  });
  it("the moment itself is not the next one", () => {
    const moscow = { cron: "0 4 * * *", timeZone: "Europe/Moscow" };
    expect(nextDue(moscow, new Date("2026-11-26T01:00:00Z"))?.toISOString()).toBe("2026-11-27T01:00:00.000Z");
    expect(nextDue(moscow, new Date("2026-11-26T00:59:59Z"))?.toISOString()).toBe("2026-11-26T01:00:00.000Z");
  });
});
