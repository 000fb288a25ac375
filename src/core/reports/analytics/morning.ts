import type { App } from "../../app.ts";
import { dayOf, daysFrom, type LocalDay, plusDays } from "../../kernel/local-day.ts";
import { type Kopecks, kopecks } from "../../kernel/money.ts";
import { type Queryable, sql } from "../../runtime/sql.ts";
import { loadSettings } from "../../settings/index.ts";
import { type DayBounds, dayBounds } from "./bounds.ts";
import { moneyByDay } from "./money.ts";

/** How full a stretch of days is. */
export type Fullness = {
  readonly offeredMinutes: number;
  readonly bookedMinutes: number;
  /** Slots that are open, free and still ahead. */
  readonly free: number;
};

/** What a day has of visits: promised and still to come or to be marked, and completed. */
export type VisitsOfDay = { readonly promised: number; readonly completed: number };

/** What whoever opens the panel in the morning wants to know. */
export type Morning = {
  readonly today: LocalDay;
  readonly visits: VisitsOfDay;
  /** The same weekday of the week before. */
  readonly visitsWeekAgo: VisitsOfDay;
  readonly fullness: { readonly today: Fullness; readonly tomorrow: Fullness; readonly week: Fullness };
  /** Confirmed visits that are over and that nobody has marked (EP-3). */
  readonly unmarked: number;
  /** Thirty days, today the last; undefined for those whose business money is not. */
  readonly revenue: readonly { readonly day: LocalDay; readonly revenueKopecks: Kopecks }[] | undefined;
};

const WEEK = 7;
const REVENUE_DAYS = 30;

/**
 * Gathers the figures of today by the clocks of the business, in one round of statements, each within days: how long the
 * business has been there does not matter.
 *
 * @param whose a specialist sees their own visits and time, and no money (PE-3); `all` sees everybody's
 */
export async function gatherMorning(
  app: Pick<App, "db" | "clock">,
  whose: "all" | { readonly specialistId: string },
): Promise<Morning> {
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const now = app.clock.now();
  const today = dayOf(now, zone);
  const specialistId = whose === "all" ? null : whose.specialistId;
  const bounds = (from: LocalDay, to: LocalDay): DayBounds => dayBounds({ from, to }, zone);
  const month = { from: plusDays(today, 1 - REVENUE_DAYS), to: today };
  const weekAgo = plusDays(today, -WEEK);
  const [ahead, before, offers, unmarked, money] = await Promise.all([
    bookingsOf(app.db, bounds(today, plusDays(today, WEEK - 1)), specialistId),
    bookingsOf(app.db, bounds(weekAgo, weekAgo), specialistId),
    offersOf(app.db, bounds(today, plusDays(today, WEEK - 1)), { specialistId, now }),
    countUnmarked(app.db, { specialistId, now }),
    whose === "all" ? moneyByDay(app.db, dayBounds(month, zone)) : undefined,
  ]);
  const fullness = (days: number, first = 0): Fullness => {
    const within = ({ day }: { readonly day: number }) => day >= first && day < first + days;
    return {
      offeredMinutes: add(offers.filter(within), (row) => row.offeredMinutes),
      bookedMinutes: add(ahead.filter(within), (row) => row.bookedMinutes),
      free: add(offers.filter(within), (row) => row.free),
    };
  };
  const byDay = new Map(money?.map(({ day, revenueKopecks }) => [day, revenueKopecks]));
  return {
    today,
    visits: visitsOf(ahead),
    visitsWeekAgo: visitsOf(before),
    fullness: { today: fullness(1), tomorrow: fullness(1, 1), week: fullness(WEEK) },
    unmarked,
    revenue:
      money && daysFrom(month).map((day, place) => ({ day, revenueKopecks: kopecks(byDay.get(place) ?? 0) })),
  };
}

const add = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

type BookingsRow = VisitsOfDay & { readonly day: number; readonly bookedMinutes: number };

const visitsOf = (rows: readonly BookingsRow[]): VisitsOfDay => {
  const first = rows.find(({ day }) => day === 0);
  return { promised: first?.promised ?? 0, completed: first?.completed ?? 0 };
};

const bookingsOf = (
  via: Queryable,
  { from, until, dayOf: placeOf }: DayBounds,
  specialistId: string | null,
): Promise<BookingsRow[]> =>
  via.many(sql`
    SELECT ${placeOf(sql`starts_at`)} AS day, (count(*) FILTER (WHERE state = 'confirmed'))::int AS promised,
      (count(*) FILTER (WHERE state = 'completed'))::int AS completed,
      (date_part('epoch', sum(ends_at - starts_at))::int / 60)::int AS booked_minutes
    FROM bookings
    WHERE starts_at >= ${from} AND starts_at < ${until} AND (${specialistId}::uuid IS NULL OR specialist_id = ${specialistId}::uuid)
      AND (state IN ('confirmed', 'completed', 'no_show') OR (state IN ('held', 'confirming') AND replaces_id IS NULL))
    GROUP BY 1`);

type Viewer = { readonly specialistId: string | null; readonly now: Date };

const offersOf = (
  via: Queryable,
  { from, until, dayOf: placeOf }: DayBounds,
  { specialistId, now }: Viewer,
): Promise<{ readonly day: number; readonly offeredMinutes: number; readonly free: number }[]> =>
  via.many(sql`
    SELECT ${placeOf(sql`starts_at`)} AS day, (date_part('epoch', sum(ends_at - starts_at))::int / 60)::int AS offered_minutes,
      (count(*) FILTER (WHERE booking_id IS NULL AND starts_at > ${now}))::int AS free
    FROM slots
    WHERE starts_at >= ${from} AND starts_at < ${until} AND state = 'open'
      AND (${specialistId}::uuid IS NULL OR specialist_id = ${specialistId}::uuid)
    GROUP BY 1`);

async function countUnmarked(via: Queryable, { specialistId, now }: Viewer): Promise<number> {
  const row = await via.first<{ unmarked: number }>(sql`
    SELECT count(*)::int AS unmarked FROM bookings
    WHERE state = 'confirmed' AND ends_at <= ${now} AND (${specialistId}::uuid IS NULL OR specialist_id = ${specialistId}::uuid)`);
  return row?.unmarked ?? 0;
}
