import type { App } from "../../app.ts";
import { dayOf, localDay, startOfDay } from "../../kernel/local-day.ts";
import { sql } from "../../runtime/sql.ts";
import { loadSettings } from "../../settings/index.ts";
import type { Period } from "../rules/analytics-period.ts";
import { dayBounds } from "./bounds.ts";
import type { Cohort, ReminderEffect } from "./model.ts";

/** Months of first visits that are told, this one among them. */
const MONTHS = 12;

/**
 * Retention by month of first visit: for each of the last twelve months of the business's calendar, how many clients had
 * their first completed visit in it, and how many of those came again in each month after it, this one (which is not over)
 * included. Somebody who comes twice in their first month has returned in none.
 */
export async function gatherCohorts(app: Pick<App, "db" | "clock">): Promise<readonly Cohort[]> {
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const months = lastMonths(dayOf(app.clock.now(), zone));
  const begins = months.map((month) => startOfDay(localDay(month), zone).toISOString());
  const rows = await app.db.many<{ cohort: number; month: number; clients: number }>(sql`
    WITH came AS (
      SELECT DISTINCT client_id, width_bucket(starts_at, ${begins}::timestamptz[]) - 1 AS month
      FROM bookings WHERE state = 'completed' AND starts_at >= ${begins[0]}::timestamptz)
    SELECT width_bucket(first_visit_at, ${begins}::timestamptz[]) - 1 AS cohort, month, count(*)::int AS clients
    FROM clients JOIN came ON came.client_id = clients.id
    WHERE first_visit_at >= ${begins[0]}::timestamptz GROUP BY 1, 2`);
  const clientsOf = new Map(rows.map(({ cohort, month, clients }) => [`${cohort} ${month}`, clients]));
  return months.map((month, cohort) => ({
    month: localDay(month),
    clients: clientsOf.get(`${cohort} ${cohort}`) ?? 0,
    returned: months
      .slice(cohort + 1)
      .map((_, after) => clientsOf.get(`${cohort} ${cohort + 1 + after}`) ?? 0),
  }));
}

/** The first days of the last months, the oldest first. */
function lastMonths(today: string): readonly string[] {
  const [year = 0, month = 0] = today.split("-").map(Number);
  const last = year * 12 + month - 1;
  return Array.from({ length: MONTHS }, (_, place) => {
    const count = last - MONTHS + 1 + place;
    return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}-01`;
  });
}

/**
 * Whether promises and reminders keep people from forgetting: visits of a period that were completed or missed, by whether
 * the client had promised to come under a reminder, and by whether a reminder had reached them before the start.
 *
 * Clients without the bot are never reminded, and are among those without; who was reminded and who was not may differ in
 * other ways, too: this compares, and proves no cause.
 *
 * @source MS-1
 */
export async function gatherReminderEffect(app: Pick<App, "db">, period: Period): Promise<ReminderEffect> {
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const { from, until } = dayBounds(period, zone);
  const rows = await app.db.many<{
    isPromised: boolean;
    isReminded: boolean;
    visits: number;
    noShows: number;
  }>(sql`
    SELECT promised_at IS NOT NULL AS is_promised,
      EXISTS (SELECT 1 FROM outbox WHERE booking_id = visit.id AND kind = 'reminder' AND outbox.state = 'sent') AS is_reminded,
      count(*)::int AS visits, (count(*) FILTER (WHERE state = 'no_show'))::int AS no_shows
    FROM bookings visit
    WHERE starts_at >= ${from} AND starts_at < ${until} AND state IN ('completed', 'no_show') GROUP BY 1, 2`);
  const group = (belongs: (row: (typeof rows)[number]) => boolean) => {
    const mine = rows.filter(belongs);
    return {
      visits: mine.reduce((total, { visits }) => total + visits, 0),
      noShows: mine.reduce((total, { noShows }) => total + noShows, 0),
    };
  };
  return {
    promised: group(({ isPromised }) => isPromised),
    unpromised: group(({ isPromised }) => !isPromised),
    reminded: group(({ isReminded }) => isReminded),
    unreminded: group(({ isReminded }) => !isReminded),
  };
}
