import { describe, expect, it } from "vitest";
import { DEFINITIONS, SETTING_KEYS, type SettingKey } from "../../../../src/core/settings/model.ts";
import { definitionOf, readSetting } from "../../../../src/core/settings/rules/limits.ts";

/** The value, or the refusal. */
const read = (key: string, typed: string): unknown => {
  const outcome = readSetting(key, typed);
  return outcome.ok ? outcome.value.value : outcome.refusal;
};
const REFUSED = "setting_out_of_range";

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
    ["business.timeZone", "москва", "Europe/Moscow"],
    ["business.timeZone", " Владивосток ", "Asia/Vladivostok"],
    ["business.timeZone", "Урюпинск", REFUSED],
    ["business.name", "7", "7"],
    ["business.name", "", REFUSED],
    ["business.name", " \u00a0 ", REFUSED],
    ["business.name", "—", REFUSED],
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
    ["business.timeZone", "Екатеринбург", "Asia/Yekaterinburg"],
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
      detail: { given: "я".repeat(100), expected: "текст не длиннее 60 знаков, и не пустой" },
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

it("a definition is found by its key", () => {
  for (const key of SETTING_KEYS) expect(definitionOf(key)).toBe(DEFINITIONS[key]);
});
