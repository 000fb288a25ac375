import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localDay, plusDays } from "../../../../src/core/kernel/local-day.ts";
import { birthdayCode, birthdayText, readBirthday } from "../../../../src/core/people/rules/birthday.ts";

const TODAY = localDay("2026-11-23");
const read = (typed: string, today = TODAY) => {
  const answer = readBirthday(typed, today);
  return answer.ok ? answer.value : answer.refusal;
};

describe("a birthday (PE-4)", () => {
  it.each([
    ["07.03.1990", "1990-03-07"],
    [" 7.3.1990 ", "1990-03-07"],
    ["07/03/1990", "1990-03-07"],
    ["7-03-1990", "1990-03-07"],
    ["07.03", "1604-03-07"],
    ["29.02", "1604-02-29"],
    ["29.02.2024", "2024-02-29"],
    ["29.02.2023", "birthday_unreadable"],
    ["31.04", "birthday_unreadable"],
    ["00.03.1990", "birthday_unreadable"],
    ["07.13.1990", "birthday_unreadable"],
    ["07.03.90", "birthday_unreadable"],
    ["1990-03-07", "birthday_unreadable"],
    ["седьмого марта", "birthday_unreadable"],
    ["", "birthday_unreadable"],
    ["23.11.2026", "2026-11-23"],
    ["24.11.2026", "birthday_out_of_range"],
    ["23.11.1906", "1906-11-23"],
    ["22.11.1906", "birthday_out_of_range"],
    ["07.03.9999", "birthday_out_of_range"],
  ])("typed as «%s» is %s", (typed, expected) => {
    expect(read(typed)).toBe(expected);
  });

  it("the 29th of February finds its limit where that year had none", () => {
    const today = localDay("2020-02-29");
    expect(read("28.02.1900", today)).toBe("1900-02-28");
    expect(read("27.02.1900", today)).toBe("birthday_out_of_range");
  });

  it("is read back as it is told, with its year and without", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.boolean(), (ago, withYear) => {
        const day = plusDays(TODAY, -ago);
        const [year, month, date] = day.split("-");
        const typed = withYear ? `${date}.${month}.${year}` : `${date}.${month}`;
        const answer = readBirthday(typed, TODAY);
        expect(answer.ok && birthdayText(answer.value)).toBe(typed);
        expect(answer.ok && birthdayCode(answer.value)).toBe(withYear ? day : `--${month}-${date}`);
      }),
    );
  });
});
