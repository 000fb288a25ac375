import { type LocalDay, localDay, parseLocalDay } from "../../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../../kernel/outcome.ts";

const YEARS_MAX = 120;
/** Stands for a year that was not named: a leap year in which nobody alive was born. */
const NO_YEAR = "1604";
const TYPED = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}))?$/;

/**
 * A birthday as a person typed it: `7.03.1990`, or `07.03` without the year.
 *
 * It has to be a real day, today at the latest and at most 120 years ago, that day included; without a year the
 * 29th of February is always one.
 *
 * @param today the business's
 * @source PE-4
 */
export function readBirthday(
  typed: string,
  today: LocalDay,
): Outcome<LocalDay, "birthday_unreadable" | "birthday_out_of_range"> {
  const [, date = "", month = "", year = NO_YEAR] = TYPED.exec(typed.trim()) ?? [];
  const birthday = parseLocalDay(`${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`);
  if (birthday === undefined) return refuse("birthday_unreadable");
  if (year === NO_YEAR || (birthday <= today && birthday >= yearsBefore(today))) return done(birthday);
  return refuse("birthday_out_of_range");
}

/** `07.03.1990`, or `07.03` when the year was not named. */
export function birthdayText(birthday: LocalDay): string {
  const [year = "", month = "", date = ""] = birthday.split("-");
  return year === NO_YEAR ? `${date}.${month}` : `${date}.${month}.${year}`;
}

/** The same for programs, as ISO 8601 and vCards write it: `1990-03-07`, or `--03-07`. */
export const birthdayCode = (birthday: LocalDay): string => birthday.replace(new RegExp(`^${NO_YEAR}`), "-");

/** The same date so many years ago; the 29th of February is met by the 28th where there is none. */
function yearsBefore(today: LocalDay): LocalDay {
  const year = Number(today.slice(0, 4)) - YEARS_MAX;
  return parseLocalDay(`${year}${today.slice(4)}`) ?? localDay(`${year}-02-28`);
}
