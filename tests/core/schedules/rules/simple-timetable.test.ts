import { Cron } from "croner";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Weekday } from "../../../../src/core/kernel/local-day.ts";
import {
  cronOf,
  type SimpleTimetable,
  simpleOf,
} from "../../../../src/core/schedules/rules/simple-timetable.ts";

const WEEK: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const minute = fc.integer({ min: 0, max: 1439 });
const simple: fc.Arbitrary<SimpleTimetable> = fc.oneof(
  minute.map((at) => ({ minute: at, on: "every_day" }) as const),
  fc
    .tuple(minute, fc.subarray([...WEEK], { minLength: 1, maxLength: 6 }))
    .map(([at, weekdays]) => ({ minute: at, on: "weekdays", weekdays }) as const),
  fc
    .tuple(minute, fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant("last" as const)))
    .map(([at, monthDay]) => ({ minute: at, on: "month_day", monthDay }) as const),
);

it("what was made of a simple timetable says it again, and the engine follows it", () => {
  fc.assert(
    fc.property(simple, (one) => {
      expect(simpleOf(cronOf(one))).toEqual(one);
      const next = new Cron(cronOf(one), { timezone: "UTC", paused: true }).nextRun(new Date("2026-11-26"));
      expect(next && next.getUTCHours() * 60 + next.getUTCMinutes()).toBe(one.minute);
      if (one.on === "weekdays") expect(one.weekdays).toContain(((next?.getUTCDay() ?? 0) || 7) as Weekday);
    }),
  );
});

it("days of the week are the engine's, however they are written", () => {
  const field = fc
    .array(
      fc.oneof(
        fc.integer({ min: 0, max: 7 }).map(String),
        fc.constantFrom("mon", "SUN", "fri"),
        fc
          .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 7 }))
          .map((ends) => ends.join("-")),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => parts.join(","));
  fc.assert(
    fc.property(field, (weekdays) => {
      const read = simpleOf(`0 7 * * ${weekdays}`);
      if (read === undefined) return;
      const engine = new Cron(`0 7 * * ${weekdays}`, { timezone: "UTC", paused: true });
      const runs = engine.nextRuns(7, new Date("2026-11-26")).filter((at) => at < new Date("2026-12-03"));
      const days = new Set(runs.map((at) => at.getUTCDay() || 7));
      const said = read.on === "weekdays" ? read.weekdays : WEEK;
      expect([...days].toSorted()).toEqual([...said]);
    }),
  );
});

it.each<[string, SimpleTimetable | undefined]>([
  ["0 7 * * *", { on: "every_day", minute: 420 }],
  [" 5  07 * * ? ", { on: "every_day", minute: 425 }],
  ["0 0 7 * * *", { on: "every_day", minute: 420 }],
  ["30 0 7 * * *", undefined],
  ["0 7 * * 0", { on: "weekdays", minute: 420, weekdays: [7] }],
  ["0 7 * * 1-5", { on: "weekdays", minute: 420, weekdays: [1, 2, 3, 4, 5] }],
  ["0 7 * * 0-6", { on: "every_day", minute: 420 }],
  ["0 7 * * fri,MON", { on: "weekdays", minute: 420, weekdays: [1, 5] }],
  ["0 7 1 * *", { on: "month_day", minute: 420, monthDay: 1 }],
  ["0 7 L * *", { on: "month_day", minute: 420, monthDay: "last" }],
  ["0 7 0 * *", undefined],
  ["0 7 32 * *", undefined],
  ["60 7 * * *", undefined],
  ["0 24 * * *", undefined],
  ["0 7 1 * 1", undefined],
  ["0 7 1 6 *", undefined],
  ["0 7,19 * * *", undefined],
  ["*/5 * * * *", undefined],
  ["0 7 * * 5-1", undefined],
  ["0 7 * * 1#1", undefined],
  ["каждый день", undefined],
  ["", undefined],
])("«%s» is %j", (cron, said) => {
  expect(simpleOf(cron)).toEqual(said);
});
