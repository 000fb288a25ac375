import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import { type Definition, money, text, wholeNumber } from "../../../../src/core/settings/kinds.ts";
import {
  DEFAULTS,
  DEFINITIONS,
  SETTING_KEYS,
  type SettingKey,
  type Settings,
} from "../../../../src/core/settings/model.ts";
import { agreeTogether, definitionOf, readSetting } from "../../../../src/core/settings/rules/limits.ts";
import { isRefuted } from "../../kernel/arbitraries.ts";

/** The value, or the refusal. */
const read = (key: string, typed: string): unknown => {
  const outcome = readSetting(key, typed);
  return outcome.ok ? outcome.value.value : outcome.refusal;
};
const REFUSED = "setting_out_of_range";

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

describe("what a person types for a setting is read within its limits", () => {
  it.each<[SettingKey, string, unknown]>([
    ["calendar.daysAhead", "1", 1],
    ["calendar.daysAhead", "0", REFUSED],
    ["calendar.daysAhead", "60", 60],
    ["calendar.daysAhead", "61", REFUSED],
    ["calendar.daysAhead", " 21 ", 21],
    ["calendar.daysAhead", "-1", REFUSED],
    ["calendar.daysAhead", "14.5", REFUSED],
    ["calendar.daysAhead", "1e1", REFUSED],
    ["calendar.daysAhead", "0x10", REFUSED],
    ["calendar.daysAhead", "", REFUSED],
    ["calendar.daysAhead", "две недели", REFUSED],
    ["calendar.daysAhead", "9999999999", REFUSED],
    ["business.phone", "", ""],
    ["business.phone", "abc", REFUSED],
    ["business.phone", " +7 (495) 123-45-67 ", "+7 (495) 123-45-67"],
    ["business.phone", "+7 900 000–00–00", "+7 900 000–00–00"],
    ["business.phone", "8 800 555-35-35, доб. 12", "8 800 555-35-35, доб. 12"],
    ["business.phone", "8 800 555-35-35 ext 12", "8 800 555-35-35 ext 12"],
    ["business.phone", "8 800 555-35-35 (Мария)", REFUSED],
    ["business.phone", "12-34", REFUSED],
    ["business.phone", "12-345", "12-345"],
    ["business.phone", "123456789012345", "123456789012345"],
    ["business.phone", "1234567890123456", REFUSED],
    ["business.phone", "доб. 12345", REFUSED],
    ["business.phone", "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 - - - - - - - ", REFUSED],
    ["business.contacts", "Мария, abc", "Мария, abc"],
    ["penalty.percent", "0", 0],
    ["penalty.percent", "100", 100],
    ["penalty.percent", "101", REFUSED],
    ["penalty.percent", "-1", REFUSED],
    ["penalty.percent", "15 %", 15],
    ["penalty.percent", "15%", 15],
    ["penalty.percent", "15%%", REFUSED],
    ["penalty.percent", "%", REFUSED],
    ["penalty.percent", "12,5", REFUSED],
    ["hot.prepayment", "500", 50_000],
    ["hot.prepayment", "0", 0],
    ["hot.prepayment", "500,5", 50_050],
    ["hot.prepayment", "500.05", 50_005],
    ["hot.prepayment", "500,50 ₽", 50_050],
    ["hot.prepayment", "1\u00a0500,50\u00a0₽", 150_050],
    ["hot.prepayment", "500 руб.", 50_000],
    ["hot.prepayment", "500руб", 50_000],
    ["hot.prepayment", "1 500,50", 150_050],
    ["hot.prepayment", "350 000,00 ₽", 35_000_000],
    ["hot.prepayment", "1 00", REFUSED],
    ["hot.prepayment", "500,505", REFUSED],
    ["hot.prepayment", "500,", REFUSED],
    ["hot.prepayment", ",50", REFUSED],
    ["hot.prepayment", "-1", REFUSED],
    ["hot.prepayment", "350000", 35_000_000],
    ["hot.prepayment", "350000,01", REFUSED],
    ["hot.prepayment", "", REFUSED],
    ["referral.reward", "100000", 100_000],
    ["referral.reward", "100001", REFUSED],
    ["referral.reward", "0", 0],
    ["referral.reward", "0.5", REFUSED],
    ["hot.segments", "", []],
    [
      "hot.segments",
      "5E90E000-0000-4000-8000-000000000001, 5e90e000-0000-4000-8000-000000000001",
      ["5e90e000-0000-4000-8000-000000000001"],
    ],
    ["hot.segments", "Новые", REFUSED],
    [
      "hot.segments",
      Array.from({ length: 11 }, (_, n) => `5e90e000-0000-4000-8000-${1e11 + n}`).join(),
      REFUSED,
    ],
    ["hot.broadcast", "off", "off"],
    ["hot.broadcast", "сама", REFUSED],
    ["payments.sbp", "yes", true],
    ["payments.sbp", " Да ", true],
    ["payments.sbp", "ON", true],
    ["payments.sbp", "1", true],
    ["payments.sbp", "no", false],
    ["payments.sbp", "нет", false],
    ["payments.sbp", "false", false],
    ["payments.sbp", "может быть", REFUSED],
    ["payments.sbp", "", REFUSED],
    ["discounts.stacking", "sum", "sum"],
    ["discounts.stacking", " best ", "best"],
    ["discounts.stacking", "Best", REFUSED],
    ["discounts.stacking", "toString", REFUSED],
    ["discounts.stacking", "", REFUSED],
    ["business.name", "  Студия  ", "Студия"],
    ["business.name", "я".repeat(60), "я".repeat(60)],
    ["business.name", "я".repeat(61), REFUSED],
    ["business.mapUrl", "", ""],
    ["business.mapUrl", "https://maps.example/1", "https://maps.example/1"],
    ["business.mapUrl", "http://maps.example/1", "http://maps.example/1"],
    ["business.mapUrl", "javascript:alert(1)", REFUSED],
    ["business.mapUrl", "за углом", REFUSED],
    ["business.mapUrl", `https://maps.example/${"a".repeat(279)}`, `https://maps.example/${"a".repeat(279)}`],
    ["business.mapUrl", `https://maps.example/${"a".repeat(280)}`, REFUSED],
    ["business.timeZone", " Asia/Yekaterinburg ", "Asia/Yekaterinburg"],
    ["business.timeZone", "Екатеринбург", REFUSED],
    ["business.timeZone", "", REFUSED],
    ["receipts.mode", "yookassa", "yookassa"],
    ["receipts.mode", "yes", REFUSED],
    ["receipts.vatCode", " 12 ", "12"],
    ["receipts.vatCode", "13", REFUSED],
    ["receipts.vatCode", "0", REFUSED],
    ["receipts.vatCode", "22\u00a0%", REFUSED],
    ["receipts.taxSystem", "6", "6"],
    ["receipts.taxSystem", "7", REFUSED],
    ["receipts.taxSystem", "unsaid", "unsaid"],
    ["reminders.hours", "24, 8, 4, 1", [24, 8, 4, 1]],
    ["reminders.hours", "1 4;8,24", [24, 8, 4, 1]],
    ["reminders.hours", "8, 8, 8", [8]],
    ["reminders.hours", "", []],
    ["reminders.hours", "336", [336]],
    ["reminders.hours", "337", REFUSED],
    ["reminders.hours", "0", REFUSED],
    ["reminders.hours", "24, завтра", REFUSED],
    ["reminders.hours", "1,2,3,4,5,6,7,8,9,10", [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]],
    ["reminders.hours", "1,2,3,4,5,6,7,8,9,10,11", REFUSED],
  ])("%s: %j is %j", (key, typed, expected) => {
    expect(read(key, typed)).toEqual(expected);
  });

  it.each(["calendar.days", "", "toString", "__proto__", "CALENDAR.DAYSAHEAD"])(
    "there is no setting %j",
    (key) => {
      expect(readSetting(key, "1")).toMatchObject({ ok: false, refusal: "unknown_setting", detail: { key } });
    },
  );

  it("the refusal says what was given and what is expected, and shows no more of a long text than needed", () => {
    expect(readSetting("calendar.daysAhead", "61")).toMatchObject({
      detail: { key: "calendar.daysAhead", given: "61", expected: "целое число от 1 до 60" },
    });
    const long = readSetting("business.name", "я".repeat(5_000));
    expect(long).toMatchObject({
      detail: { given: "я".repeat(100), expected: "текст не длиннее 60 знаков" },
    });
  });
});

describe("what the database holds is restored within the same limits", () => {
  it.each<[SettingKey, unknown, unknown]>([
    ["calendar.daysAhead", 60, 60],
    ["calendar.daysAhead", 61, undefined],
    ["calendar.daysAhead", "14", undefined],
    ["calendar.daysAhead", 14.5, undefined],
    ["penalty.percent", 101, undefined],
    ["hot.prepayment", 35_000_001, undefined],
    ["hot.prepayment", -1, undefined],
    ["referral.reward", 100_001, undefined],
    ["payments.sbp", 1, undefined],
    ["payments.sbp", "yes", undefined],
    ["discounts.stacking", "both", undefined],
    ["discounts.stacking", "hasOwnProperty", undefined],
    ["business.name", 5, undefined],
    ["business.name", "я".repeat(61), undefined],
    ["business.mapUrl", "ftp://maps.example", undefined],
    ["business.timeZone", "Mars/Olympus", undefined],
    ["reminders.hours", [1, 8, 8], [8, 1]],
    ["reminders.hours", [0], undefined],
    ["reminders.hours", ["8"], undefined],
    ["reminders.hours", "8", undefined],
  ])("%s: %j is %j", (key, stored, expected) => {
    expect(definitionOf(key).restore(stored)).toEqual(expected);
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
    ),
    number: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 35_000_000 })),
    boolean: fc.boolean(),
    object: fc.array(fc.integer({ min: 1, max: 336 }), { maxLength: 10 }),
  };
  const minute = fc.integer({ min: 0, max: 1_439 });
  const valuesFor = (key: SettingKey) =>
    key === "quietHours"
      ? fc.record({ fromMinute: minute, toMinute: minute })
      : (VALUES[typeof DEFAULTS[key]] ?? fc.constant(undefined));

  it.each(SETTING_KEYS)("%s", (key) => {
    fc.assert(readsBack(definitionOf(key), valuesFor(key)));
  });

  it("would be noticed if money were shown in whole rubles", () => {
    const prepayment = definitionOf("hot.prepayment");
    const rounded = { ...prepayment, format: () => String(Math.round(Number(prepayment.default) / 100)) };
    expect(isRefuted(readsBack(rounded, valuesFor("hot.prepayment")))).toBe(true);
  });
});

describe("a kind of setting keeps the limits that it is given", () => {
  const common = { group: "calendar", label: "Проверка" } as const;

  it("whole numbers below zero may be allowed", () => {
    const degrees = wholeNumber({ ...common, default: 0, min: -5, max: 5, unit: "hours" });
    expect(["-6", "-5", "5", "6"].map(degrees.parse)).toEqual([undefined, -5, 5, undefined]);
  });

  it("money says its limit in rubles", () => {
    const fee = money({ ...common, default: kopecks(0), max: kopecks(10_050) });
    expect(fee.expected).toBe("сумма в рублях от 0 до 100,50\u00a0₽");
    expect([fee.parse("100,50"), fee.parse("100,51")]).toEqual([10_050, undefined]);
    expect([fee.format(kopecks(10_050)), fee.format(kopecks(10_000)), fee.format(kopecks(5))]).toEqual([
      "100.50",
      "100",
      "0.05",
    ]);
  });

  it("a text says whether it has to be an address", () => {
    const page = text({ ...common, default: "", max: 30, isUrl: true });
    expect(page.expected).toContain("https://");
    expect(text({ ...common, default: "", max: 30 }).expected).not.toContain("https://");
  });
});

describe("settings have to agree: nobody may be late from the first day that the calendar shows", () => {
  it.each([
    [14, 336, true],
    [13, 312, true],
    [13, 313, false],
    [1, 24, true],
    [1, 25, false],
    [1, 0, true],
  ])("%d days ahead, late under %d hours: %s", (days, hours, isFine) => {
    const settings = { ...DEFAULTS, "calendar.daysAhead": days, "cancel.lateHours": hours };
    const outcome = agreeTogether(settings);
    expect(outcome.ok).toBe(isFine);
    if (!outcome.ok)
      expect(outcome.detail).toMatchObject({ key: "cancel.lateHours", given: `${hours}\u00a0ч` });
    if (!outcome.ok) expect(String(outcome.detail.expected)).toContain(`${days * 24}\u00a0ч`);
  });
});

describe("SL-3, SL-4: settings have to agree: what the calendar shows can be booked", () => {
  const MINUTES_PER_DAY = 24 * 60;
  it.each([
    [1, 0, true],
    [1, 1_439, true],
    [1, 1_440, false],
    [1, 10_080, false],
    [7, 10_079, true],
    [7, 10_080, false],
    [8, 10_080, true],
  ])("%d days ahead, no later than %d minutes before: %s", (days, minutes, isFine) => {
    const settings = {
      ...DEFAULTS,
      "calendar.daysAhead": days,
      "calendar.minLeadMinutes": minutes,
    };
    const [asLead, asDays] = (["calendar.minLeadMinutes", "calendar.daysAhead"] as const).map((key) =>
      agreeTogether(settings, key),
    );
    expect([asLead?.ok, asDays?.ok]).toEqual([isFine, isFine]);
    if (isFine) return;
    const lead = { value: `${minutes}\u00a0мин`, expected: `меньше ${days * MINUTES_PER_DAY}\u00a0мин` };
    expect(asLead).toMatchObject({
      refusal: "settings_disagree",
      detail: { key: "calendar.minLeadMinutes", given: lead.value, expected: lead.expected },
    });
    expect(asDays).toMatchObject({
      refusal: "settings_disagree",
      detail: { key: "calendar.daysAhead", otherKey: "calendar.minLeadMinutes", otherValue: lead.value },
    });
  });

  it("the days that the refusal asks for are enough, and one fewer is not", () => {
    const isFineWith = (days: number, minutes: number) =>
      agreeTogether({ ...DEFAULTS, "calendar.daysAhead": days, "calendar.minLeadMinutes": minutes }).ok;
    fc.assert(
      fc.property(fc.integer({ min: MINUTES_PER_DAY, max: 10_080 }), (minutes) => {
        const refused = agreeTogether(
          { ...DEFAULTS, "calendar.daysAhead": 1, "calendar.minLeadMinutes": minutes },
          "calendar.daysAhead",
        );
        const days = Number(/\d+/.exec(refused.ok ? "" : String(refused.detail.expected))?.[0]);
        expect([isFineWith(days, minutes), isFineWith(days - 1, minutes)]).toEqual([true, false]);
      }),
    );
  });
});

describe("PY-6: settings have to agree: a rate of VAT is one that the tax system knows", () => {
  const RATES = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"] as const;
  it.each([
    ["unsaid", RATES],
    ["1", ["1", "2", "3", "4", "5", "6", "11", "12"]],
    ["2", RATES],
    ["3", RATES],
    ["4", ["1"]],
    ["5", RATES],
    ["6", ["1"]],
  ] as const)("with the system %s the rates are %j", (taxSystem, fine) => {
    const agreed = RATES.filter(
      (vatCode) =>
        agreeTogether({ ...DEFAULTS, "receipts.taxSystem": taxSystem, "receipts.vatCode": vatCode }).ok,
    );
    expect(agreed).toEqual(fine);
  });

  it("the refusal says which rates there are", () => {
    const settings = { ...DEFAULTS, "receipts.taxSystem": "6", "receipts.vatCode": "11" } as const;
    expect(agreeTogether(settings)).toMatchObject({
      refusal: "settings_disagree",
      detail: {
        key: "receipts.vatCode",
        given: "11\u00a0(22\u00a0%)",
        expected: "одно из: 1\u00a0(без НДС)",
        otherKey: "receipts.taxSystem",
        other: "Система налогообложения в чеке",
      },
    });
  });

  it("CX-1: the refusal is about the one being changed, and names the other with what it is now", () => {
    const settings = { ...DEFAULTS, "cancel.lateHours": 336, "calendar.daysAhead": 5 };
    const late = {
      label: "Поздняя отмена — меньше чем за",
      value: "336\u00a0ч",
      expected: "не больше 120\u00a0ч",
    };
    const days = {
      label: "На сколько дней вперёд можно записаться",
      value: "5\u00a0дней",
      expected: "не меньше 14\u00a0дней",
    };
    for (const [key, changed, other] of [
      ["cancel.lateHours", late, days],
      ["calendar.daysAhead", days, late],
    ] as const) {
      expect(agreeTogether(settings, key)).toMatchObject({
        detail: {
          key,
          label: changed.label,
          given: changed.value,
          expected: changed.expected,
          other: other.label,
          otherValue: other.value,
        },
      });
    }
  });

  it("a code says what it means to whoever types it", () => {
    expect(definitionOf("receipts.vatCode").expected).toContain("12\u00a0(22/122)");
    expect(definitionOf("receipts.vatCode").values?.["11"]).toBe("22\u00a0%");
  });
});

it("a definition is found by its key", () => {
  for (const key of SETTING_KEYS) expect(definitionOf(key)).toBe(DEFINITIONS[key]);
});
