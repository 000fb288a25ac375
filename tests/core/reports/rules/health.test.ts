import fc from "fast-check";
import { expect, it } from "vitest";
import {
  judgeBacklog,
  judgeInboxAge,
  judgeSkew,
  judgeSpace,
} from "../../../../src/core/reports/rules/health.ts";

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 26) + seconds * 1_000);
const skew = (theirs: number, [asked, answered] = [0, 0]) =>
  judgeSkew({ askedAt: at(asked), answeredAt: at(answered), theirs: at(theirs) });

it.each([
  [0, { level: "ok", seconds: 0 }],
  [29, { level: "ok", seconds: 29 }],
  [30, { level: "warning", seconds: 30 }],
  [119, { level: "warning", seconds: 119 }],
  [120, { level: "trouble", seconds: 120 }],
  // A header's second has just begun, or is nearly over.
  [-30, { level: "ok", seconds: -29 }],
  [-31, { level: "warning", seconds: -30 }],
  [-121, { level: "trouble", seconds: -120 }],
])("a clock that shows %i s against ours is judged %o", (theirs, judged) => {
  expect(skew(theirs)).toEqual(judged);
});

it("a slow answer is no skew: whatever moment between asking and hearing it was made at", () => {
  fc.assert(
    fc.property(fc.nat(600), fc.nat(600), (waited, madeAfter) => {
      fc.pre(madeAfter <= waited);
      expect(skew(madeAfter, [0, waited])).toEqual({ level: "ok", seconds: 0 });
    }),
  );
});

const MIB = 1024 ** 2;
it.each([
  [2_048 * MIB, "ok"],
  [2_048 * MIB - 1, "warning"],
  [512 * MIB, "warning"],
  [512 * MIB - 1, "trouble"],
  [0, "trouble"],
])("%i free bytes are judged %s", (free, level) => expect(judgeSpace(free)).toBe(level));

it.each([
  [0, "ok"],
  [19, "ok"],
  [20, "warning"],
  [99, "warning"],
  [100, "trouble"],
])("%i updates at Telegram are judged %s", (count, level) => expect(judgeBacklog(count)).toBe(level));

it.each([
  [59_999, "ok"],
  [60_000, "warning"],
  [299_999, "warning"],
  [300_000, "trouble"],
])("a wait of %i ms for the bot is judged %s", (ms, level) => expect(judgeInboxAge(ms)).toBe(level));
