import type { Prisma } from "@prisma/client";
import type { App } from "../core/app.ts";
import { type BookingView, findBookings, promiseMark } from "../core/booking/index.ts";
import { dayOf, plusDays, type Zone } from "../core/kernel/local-day.ts";
import { formatRubles } from "../core/kernel/money.ts";
import { formatInstant, formatTime, type Tone } from "./readable.ts";
import { BOOKING_STATES, BOOKING_TONES } from "./resources/words.ts";

/** A booking of the day, as the first page lists it. */
export type TodaysBooking = {
  readonly id: string;
  readonly time: string;
  readonly title: string;
  readonly who: string;
  readonly state: string;
  readonly tone: Tone;
};

/** Somebody who is here, or about to come, with what there is to take from them. */
export type ComingBooking = TodaysBooking & {
  readonly money: string;
  /** Begun already, and marked by nobody: whether they came is there to be said. */
  readonly awaitsMark: boolean;
};

/** What needs the owner's eye, in the order of its hurry. */
export type ComingGroup = {
  readonly title: string;
  readonly bookings: readonly ComingBooking[];
  /** How many there are beyond these. */
  readonly beyond: number;
};

export const NAME = { select: { name: true } } as const;
export const BOOKING_PARTS = {
  select: {
    id: true,
    startsAt: true,
    endsAt: true,
    state: true,
    promisedAt: true,
    client: NAME,
    service: NAME,
    specialist: NAME,
  },
  orderBy: [{ startsAt: "asc" }, { id: "asc" }],
} as const satisfies Prisma.BookingFindManyArgs;

export type BookingRow = Prisma.BookingGetPayload<typeof BOOKING_PARTS>;

/** So many of a group stand above the fold. */
const MARKED_MAX = 6;
const TODAY_MAX = 4;
const TOMORROW_MAX = 3;
/** So many are read of what is ahead: as many as may be shown. */
export const AHEAD_MAX = TODAY_MAX + TOMORROW_MAX;

export const tellBooking = (booking: BookingRow, zone: Zone): TodaysBooking => ({
  id: booking.id,
  time: `${formatTime(booking.startsAt, zone)}–${formatTime(booking.endsAt, zone)}`,
  title: `${booking.client.name} — ${booking.service.name}`,
  who: booking.specialist.name,
  state: `${BOOKING_STATES[booking.state] ?? booking.state}${promiseMark(booking)}`,
  tone: BOOKING_TONES[booking.state] ?? "default",
});

type At = { readonly now: Date; readonly zone: Zone };

/** Puts what needs the owner into words, with the state of its money: in as many groups as there are. */
export async function tellComing({ db }: App, of: Near, at: At): Promise<readonly ComingGroup[]> {
  const groups = groupByHurry(of, at);
  const ids = groups.flatMap(({ rows }) => rows.map(({ id }) => id));
  const views = ids.length === 0 ? [] : await findBookings(db, ids);
  const money = new Map(views.map((view) => [view.id, moneyOf(view)]));
  return groups.map(({ title, rows, beyond, awaitsMark }) => ({
    ...{ title, beyond },
    bookings: rows.map((row) => ({
      ...{ ...tellBooking(row, at.zone), time: whenOf(row, at), money: money.get(row.id) ?? "", awaitsMark },
    })),
  }));
}

/**
 * Puts the day in the order of its hurry: visits of today that have begun and wait for a mark, the next ones of today,
 * then tomorrow's; when neither day has any, the one who comes next, whenever that is.
 *
 * @param of today's bookings, and the first `AHEAD_MAX` confirmed ones that are ahead, both by their time
 */
export function groupByHurry(of: Near, at: At): readonly Group[] {
  const today = dayOf(at.now, at.zone);
  const on = (day: string) => of.ahead.filter(({ startsAt }) => dayOf(startsAt, at.zone) === day);
  const begun = of.today.filter(({ state, startsAt }) => state === "confirmed" && startsAt <= at.now);
  const near = [
    group("Отметьте, пришёл ли клиент", { rows: begun, max: MARKED_MAX, awaitsMark: true }),
    group("Дальше сегодня", { rows: on(today), max: TODAY_MAX }),
    group("Завтра", { rows: on(plusDays(today, 1)), max: TOMORROW_MAX }),
  ].filter(({ rows }) => rows.length > 0);
  const isNear = near.some(({ awaitsMark }) => !awaitsMark);
  return isNear ? near : [...near, ...next(of.ahead)];
}

type Near = { readonly today: readonly BookingRow[]; readonly ahead: readonly BookingRow[] };
type Group = Pick<ComingGroup, "title" | "beyond"> & {
  readonly rows: readonly BookingRow[];
  readonly awaitsMark: boolean;
};

const next = (ahead: readonly BookingRow[]) =>
  ahead.length === 0 ? [] : [group("Следующая запись", { rows: ahead, max: 1 })];

const group = (
  title: string,
  { rows, max, awaitsMark = false }: { rows: readonly BookingRow[]; max: number; awaitsMark?: boolean },
) => ({
  ...{ title, awaitsMark, rows: rows.slice(0, max) },
  // Of those ahead no more are read than are shown: how many there are in all the day's list says.
  beyond: awaitsMark ? Math.max(0, rows.length - max) : 0,
});

const moneyOf = ({ owedOnSpot, paid }: BookingView): string =>
  owedOnSpot > 0 ? `на месте ${formatRubles(owedOnSpot)}` : paid > 0 ? "оплачено" : "";

/** «14:00» of today and tomorrow, «сб, 28 ноя 2026, 14:00» of another day, «14:00–15:00» of what has begun. */
function whenOf({ startsAt, endsAt }: BookingRow, { now, zone }: At): string {
  if (startsAt <= now) return `${formatTime(startsAt, zone)}–${formatTime(endsAt, zone)}`;
  const day = dayOf(startsAt, zone);
  const today = dayOf(now, zone);
  return day === today || day === plusDays(today, 1)
    ? formatTime(startsAt, zone)
    : formatInstant(startsAt, zone);
}
