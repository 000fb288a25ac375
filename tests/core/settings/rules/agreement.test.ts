import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULTS } from "../../../../src/core/settings/model.ts";
import { agreeTogether, definitionOf } from "../../../../src/core/settings/rules/limits.ts";

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
