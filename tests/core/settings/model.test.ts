import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Definition } from "../../../src/core/settings/kinds.ts";
import { DEFAULTS, SETTING_KEYS, type SettingKey, type Settings } from "../../../src/core/settings/model.ts";
import { agreeTogether, definitionOf } from "../../../src/core/settings/rules/limits.ts";
import { isRefuted } from "../kernel/arbitraries.ts";

describe("without a change every setting is what the rulebook says", () => {
  it.each<[SettingKey, unknown]>([
    ["business.timeZone", "Europe/Moscow"],
    ["calendar.daysAhead", 14],
    ["calendar.minLeadMinutes", 30],
    ["booking.holdMinutes", 15],
    ["booking.maxUpcoming", 3],
    ["hot.discountPercent", 20],
    ["hot.prepayment", 50_000],
    ["hot.prepaymentKeptWhenLate", true],
    ["hot.broadcast", "approve"],
    ["hot.segments", []],
    ["hot.pauseDays", 1],
    ["discounts.stacking", "best"],
    ["payments.sbp", false],
    ["receipts.mode", "off"],
    ["receipts.vatCode", "1"],
    ["receipts.taxSystem", "unsaid"],
    ["points.maxSharePercent", 50],
    ["points.redeemEveryDays", 14],
    ["points.accrualPercent", 10],
    ["points.accrualBase", "price"],
    ["points.rebookPercent", 5],
    ["points.rebookDays", 7],
    ["referral.friendPercent", 10],
    ["referral.reward", 300],
    ["referral.maxPerMonth", 20],
    ["cancel.lateHours", 12],
    ["cancel.graceMinutes", 15],
    ["penalty.percent", 10],
    ["penalty.allowDebt", true],
    ["noShow.periodDays", 90],
    ["noShow.blockDays", 7],
    ["reminders.hours", [24, 8, 4, 1]],
    ["review.delayMinutes", 60],
    ["review.publicUrl", ""],
    ["backup.folder", ""],
    ["backup.cron", "0 4 * * *"],
    ["backup.keepDaily", 7],
    ["backup.keepWeekly", 4],
    ["quietHours", { fromMinute: 22 * 60, toMinute: 9 * 60 }],
  ])("%s", (key, expected) => {
    expect(DEFAULTS[key]).toEqual(expected);
  });

  it("and the defaults agree with one another", () => {
    expect(agreeTogether(DEFAULTS)).toEqual({ ok: true, value: DEFAULTS });
  });
});

describe.each(SETTING_KEYS)("%s", (key) => {
  const definition = definitionOf(key);

  it("has a default that its own definition restores and reads back", () => {
    expect(definition.restore(definition.default)).toEqual(definition.default);
    expect(definition.parse(definition.format(definition.default))).toEqual(definition.default);
  });

  it("survives the database, which holds JSON", () => {
    expect(definition.restore(JSON.parse(JSON.stringify(definition.default)))).toEqual(definition.default);
  });

  it.each([null, undefined, {}, Number.NaN, [{}]])("takes no %j out of the database", (stored) => {
    expect(definition.restore(stored)).toBeUndefined();
  });

  it("is shown with a label, and says what it expects", () => {
    expect(definition.label).toMatch(/^\p{Lu}/u);
    expect(definition.expected).not.toBe("");
  });
});

describe("whatever may be set reads back from how it is shown", () => {
  const readsBack = (definition: Definition<Settings[SettingKey]>, values: fc.Arbitrary<unknown>) =>
    fc.property(values, (wanted) => {
      const value = definition.restore(wanted);
      fc.pre(value !== undefined);
      if (value !== undefined) expect(definition.parse(definition.format(value))).toEqual(value);
    });

  const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    string: fc.oneof(
      fc.string({ maxLength: 40 }).map((words) => words.trim()),
      fc.webUrl(),
      fc.constantFrom("best", "sum", "price", "paid", "off", "yookassa", "unsaid", "1", "6", "12"),
      fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
      fc.constantFrom("+7 (495) 123-45-67", "8 800 555-35-35, доб. 12", "auto", "approve"),
    ),
    number: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 35_000_000 })),
    boolean: fc.boolean(),
    object: fc.array(fc.integer({ min: 1, max: 336 }), { maxLength: 10 }),
  };
  const minute = fc.integer({ min: 0, max: 1_439 });
  const OWN_VALUES: Partial<Record<SettingKey, fc.Arbitrary<unknown>>> = {
    quietHours: fc.record({ fromMinute: minute, toMinute: minute }),
    "backup.cron": fc
      .tuple(
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom("*", "1-5", "sun"),
      )
      .map(([minute, hour, days]) => `${minute} ${hour} * * ${days}`),
    "backup.folder": fc
      .array(fc.stringMatching(/^[a-zа-я0-9 _.-]{1,8}$/))
      .map((parts) => `/${parts.join("/")}`.trim()),
    "hot.segments": fc.uniqueArray(fc.uuid(), { maxLength: 10 }),
  };
  const valuesFor = (key: SettingKey) =>
    OWN_VALUES[key] ?? VALUES[typeof DEFAULTS[key]] ?? fc.constant(undefined);

  it.each(SETTING_KEYS)("%s", (key) => {
    fc.assert(readsBack(definitionOf(key), valuesFor(key)));
  });

  it("would be noticed if money were shown in whole rubles", () => {
    const prepayment = definitionOf("hot.prepayment");
    const rounded = { ...prepayment, format: () => String(Math.round(Number(prepayment.default) / 100)) };
    expect(isRefuted(readsBack(rounded, valuesFor("hot.prepayment")))).toBe(true);
  });
});
