import { expect, it } from "vitest";
import { doubtsAbout } from "../../../../src/core/calendar/rules/doubts.ts";
import { localDay } from "../../../../src/core/kernel/local-day.ts";

const today = localDay("2026-11-26");
const at = (hour: number, minute = 0): number => hour * 60 + minute;

it.each([
  ["a working day", "2026-12-01", at(9), at(21), []],
  ["from six in the morning to eleven at night", "2026-12-01", at(6), at(23), []],
  ["a minute before six", "2026-12-01", at(5, 59), at(7), ["at_night"]],
  ["a minute after eleven at night", "2026-12-01", at(22), at(23, 1), ["at_night"]],
  ["over midnight", "2026-12-01", at(23, 30), at(24, 30), ["at_night"]],
  ["366 days ahead", "2027-11-27", at(10), at(11), []],
  ["367 days ahead", "2027-11-28", at(10), at(11), ["far_ahead"]],
  ["years ahead, at night", "2062-12-01", at(2), at(3), ["far_ahead", "at_night"]],
] as const)("slots of %s are doubtful or not", (_, day, from, to, doubts) => {
  expect(doubtsAbout({ day: localDay(day), hours: { from, to } }, today)).toEqual(doubts);
});
