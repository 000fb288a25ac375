import type { TimeOff } from "../../../core/calendar/index.ts";
import { dayOf, daysFrom, type LocalDay, plusDays, type Zone } from "../../../core/kernel/local-day.ts";
import type { CalendarBooking, CalendarSlot } from "../../../core/reports/index.ts";
import type { DayCount } from "./model.ts";

type Held = {
  readonly slots: readonly CalendarSlot[];
  readonly bookings: readonly CalendarBooking[];
  readonly timeOff: readonly TimeOff[];
  readonly now: Date;
};

type Counts = { -readonly [K in Exclude<keyof DayCount, "day">]: number };

/** What each day of a span holds: what is free and ahead by kind, what is booked, what waits for payment, who is off. */
export function countDays(
  { from, days }: { readonly from: LocalDay; readonly days: number },
  zone: Zone,
  { slots, bookings, timeOff, now }: Held,
): readonly DayCount[] {
  const all = daysFrom({ from, to: plusDays(from, days - 1) });
  const counts = new Map<LocalDay, Counts>(
    all.map((day) => [day, { regular: 0, hot: 0, online: 0, booked: 0, held: 0, off: 0 }]),
  );
  const add = (day: LocalDay, what: keyof Counts) => {
    const count = counts.get(day);
    if (count !== undefined) count[what] += 1;
  };
  for (const { startsAt, kind, state, bookingId } of slots)
    if (state === "open" && bookingId === undefined && startsAt > now) add(dayOf(startsAt, zone), kind);
  for (const { startsAt, state } of bookings)
    add(dayOf(startsAt, zone), state === "held" || state === "confirming" ? "held" : "booked");
  for (const { startsAt, endsAt } of timeOff) {
    const last = dayOf(new Date(endsAt.getTime() - 1), zone);
    for (const day of all) if (day >= dayOf(startsAt, zone) && day <= last) add(day, "off");
  }
  return [...counts].map(([day, count]) => ({ day, ...count }));
}
