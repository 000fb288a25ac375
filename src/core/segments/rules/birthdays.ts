import { type LocalDay, localDay, parseLocalDay } from "../../kernel/local-day.ts";

const YEAR_CHARACTERS = 4;

/**
 * Whether a birthday is kept on one of the days from `from` to `to`, both included.
 *
 * The year of birth does not matter, so one that was not named (1604) does not either. Who was born on the 29th of
 * February keeps it on the 28th of a year that has no 29th.
 */
export function isKeptWithin(
  birthday: LocalDay,
  { from, to }: { readonly from: LocalDay; readonly to: LocalDay },
): boolean {
  for (let year = yearOf(from); year <= yearOf(to); year += 1) {
    const kept = keptIn(birthday, year);
    if (kept >= from && kept <= to) return true;
  }
  return false;
}

/** The month of a birthday, 1–12. */
export const monthOf = (birthday: LocalDay): number => Number(birthday.split("-")[1]);

const yearOf = (day: LocalDay): number => Number(day.slice(0, YEAR_CHARACTERS));

const keptIn = (birthday: LocalDay, year: number): LocalDay =>
  parseLocalDay(`${year}${birthday.slice(YEAR_CHARACTERS)}`) ?? localDay(`${year}-02-28`);
