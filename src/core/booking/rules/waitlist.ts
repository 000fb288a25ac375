import { type Interval, overlaps } from "../../kernel/interval.ts";
import { clockReaches, type LocalDay, plusDays, weekdayOf, type Zone } from "../../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../../kernel/outcome.ts";

/** How many wishes a client may wait for at once, and how far ahead their days may lie. */
export const WISHES_MAX = 3;
export const WAIT_DAYS_MAX = 60;
/** After so many offers in a row that nobody answered, nobody waits. */
export const MISSES_MAX = 3;

const MINUTES_PER_DAY = 24 * 60;

/** A stretch of the day by the clocks of the business, in minutes since midnight, `toMinute` not included. */
export type DayHours = { readonly fromMinute: number; readonly toMinute: number };

/** The parts of a day that every face names alike; hours may be others, too. */
export const DAY_PARTS = {
  any: { fromMinute: 0, toMinute: MINUTES_PER_DAY },
  morning: { fromMinute: 0, toMinute: 12 * 60 },
  day: { fromMinute: 12 * 60, toMinute: 17 * 60 },
  evening: { fromMinute: 17 * 60, toMinute: MINUTES_PER_DAY },
} as const satisfies Readonly<Record<string, DayHours>>;
export type DayPart = keyof typeof DAY_PARTS;

/** The part of the day that these hours are, if they are one. */
export const dayPartOf = (hours: DayHours): DayPart | undefined =>
  DAY_PART_NAMES.find(
    (name) => DAY_PARTS[name].fromMinute === hours.fromMinute && DAY_PARTS[name].toMinute === hours.toMinute,
  );
export const DAY_PART_NAMES: readonly DayPart[] = ["any", "morning", "day", "evening"];

/** What a client waits for beside the service; the days are in order. */
export type Wish = DayHours & {
  readonly days: readonly LocalDay[];
  /** Undefined: any who does the service. */
  readonly specialistId: string | undefined;
};

export type WishRefusal = "wait_days_passed" | "wait_days_too_far" | "wait_hours_reversed";

/**
 * The days of a wish that can still come, in order and each once.
 *
 * Days that are over are left out, and so is today once the hours asked for have begun to be over; a wish of which none
 * is left is refused, and one that looks further than two months ahead.
 *
 * @source MS-9
 */
export function readWish(
  asked: DayHours & { readonly days: readonly LocalDay[] },
  today: { readonly day: LocalDay; readonly minute: number },
): Outcome<readonly [LocalDay, ...LocalDay[]], WishRefusal> {
  const { fromMinute, toMinute } = asked;
  const isStretch =
    Number.isInteger(fromMinute) &&
    Number.isInteger(toMinute) &&
    fromMinute >= 0 &&
    fromMinute < toMinute &&
    toMinute <= MINUTES_PER_DAY;
  if (!isStretch) return refuse("wait_hours_reversed");
  const ahead = [...new Set(asked.days)]
    .filter((day) => day > today.day || (day === today.day && today.minute < toMinute))
    .sort();
  const [first, ...others] = ahead;
  if (first === undefined) return refuse("wait_days_passed");
  const lastDay = plusDays(today.day, WAIT_DAYS_MAX - 1);
  if ((others.at(-1) ?? first) > lastDay) return refuse("wait_days_too_far", { max: WAIT_DAYS_MAX });
  return done([first, ...others]);
}

const SATURDAY = 6;

/** The Saturdays and Sundays among some days. */
export const weekendsOf = (days: readonly LocalDay[]): readonly LocalDay[] =>
  days.filter((day) => weekdayOf(day) >= SATURDAY);

/** Days in order as stretches of days in a row, for people to read: 1–7 December, 12–13 December. */
export function runsOf(
  days: readonly LocalDay[],
): readonly { readonly from: LocalDay; readonly to: LocalDay }[] {
  const runs: { from: LocalDay; to: LocalDay }[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last !== undefined && plusDays(last.to, 1) === day) last.to = day;
    else runs.push({ from: day, to: day });
  }
  return runs;
}

/** When a visit that is waited for may begin: one stretch a day, an hour that a clock change skips left out. */
export const stretchesOf = (wish: Omit<Wish, "specialistId">, zone: Zone): readonly Interval[] =>
  wish.days
    .map((day) => ({
      startsAt: clockReaches(day, wish.fromMinute, zone),
      endsAt: clockReaches(day, wish.toMinute, zone),
    }))
    .filter(({ startsAt, endsAt }) => startsAt < endsAt);

type Start = Interval & { readonly specialistId: string };

/** Whether a visit is what was waited for: with whom, on which day, and beginning in the hours. */
export const meets = (visit: Omit<Start, "endsAt">, wish: Wish, zone: Zone): boolean =>
  (wish.specialistId === undefined || wish.specialistId === visit.specialistId) &&
  stretchesOf(wish, zone).some(
    ({ startsAt, endsAt }) => visit.startsAt >= startsAt && visit.startsAt < endsAt,
  );

/**
 * Of some starts, soonest first, those that meet a wish, soonest first. One look at the calendar serves many wishes, so
 * each of them finds its place in it instead of walking all of it.
 */
export function* fittingStarts<S extends Start>(
  starts: readonly S[],
  wish: Wish,
  zone: Zone,
): Generator<S, undefined> {
  for (const { startsAt, endsAt } of stretchesOf(wish, zone)) {
    for (let place = firstFrom(starts, startsAt); ; place += 1) {
      const start = starts[place];
      if (start === undefined || start.startsAt >= endsAt) break;
      if (wish.specialistId === undefined || wish.specialistId === start.specialistId) yield start;
    }
  }
}

/** The place of the first start that is not before a moment. */
function firstFrom(starts: readonly Start[], moment: Date): number {
  let [from, to] = [0, starts.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((starts[middle]?.startsAt ?? moment) < moment) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** What a client cannot be offered: what they had been offered already, and what overlaps a visit of theirs. */
export type NotFor = {
  readonly slotIds: ReadonlySet<string>;
  readonly busy: readonly Interval[];
};

/**
 * The earliest of the starts that is offered to one who waits.
 *
 * A start that was offered to them before is not offered again, and none that overlaps a visit of theirs (touching is
 * fine).
 *
 * @param fitting starts that meet the wish, soonest first
 * @source MS-9 SL-7
 */
export function earliestFor<S extends Start & { readonly slotIds: readonly string[] }>(
  fitting: Iterable<S>,
  { slotIds, busy }: NotFor,
): S | undefined {
  for (const start of fitting) {
    const isOffered = slotIds.has(start.slotIds[0] ?? "");
    if (!isOffered && !busy.some((visit) => overlaps(visit, start))) return start;
  }
  return undefined;
}

/** What the client made of an offer: took it, would rather not, or let it run out. */
export type OfferAnswer = "taken" | "declined" | "missed";

/**
 * Whether one goes on waiting after an offer, in their old place. Any answer counts anew; the third offer in a row
 * without one is the last.
 *
 * @source MS-9
 */
export function afterOffer(
  missed: number,
  answer: Exclude<OfferAnswer, "taken">,
): { readonly isWaiting: boolean; readonly missed: number } {
  if (answer === "declined") return { isWaiting: true, missed: 0 };
  return { isWaiting: missed + 1 < MISSES_MAX, missed: missed + 1 };
}
