import type { App } from "../../app.ts";
import { daysBetween, daysFrom } from "../../kernel/local-day.ts";
import { points } from "../../kernel/points.ts";
import { sql } from "../../runtime/sql.ts";
import { loadSettings } from "../../settings/index.ts";
import type { Period } from "../rules/analytics-period.ts";
import { previousDays } from "../rules/period.ts";
import { addUp, type Part, type Rows } from "./add-up.ts";
import { dayBounds } from "./bounds.ts";
import type { Analytics } from "./model.ts";
import { moneyByDay } from "./money.ts";
import {
  type ClientRow,
  clientsWithin,
  entriesByDay,
  invitedByDay,
  pointsOwed,
  reviewsByDay,
} from "./people.ts";
import { minutesByHour, offersByDay, visitsByDay } from "./visits.ts";

/**
 * The figures of a period of business days and of the one it is compared with (`previousDays`); what each means stands at its type.
 *
 * Every figure is read from the rows as they stand now: a mark that staff correct tomorrow (CX-8) changes yesterday's
 * figures, and nothing is kept beside the rows that could disagree with them. Each statement goes over both periods in
 * one pass, all of them at once. Cohorts and reminders look at more and are asked for apart.
 */
export async function gatherAnalytics(app: Pick<App, "db">, period: Period): Promise<Analytics> {
  const { db } = app;
  const zone = (await loadSettings(db))["business.timeZone"];
  const before = previousDays(period);
  // What lies between the two, as a 31st does, is read and left out.
  const both = dayBounds({ from: before.from, to: period.to }, zone);
  const [current, previous] = [dayBounds(period, zone), dayBounds(before, zone)];
  const [visits, offers, money, entries, came, cameBefore, hours, invited, reviews, owed, specialists] =
    await Promise.all([
      visitsByDay(db, both),
      offersByDay(db, both),
      moneyByDay(db, both),
      entriesByDay(db, both),
      clientsWithin(db, current),
      clientsWithin(db, previous),
      minutesByHour(db, current, zone),
      invitedByDay(db, both),
      reviewsByDay(db, both),
      pointsOwed(db),
      db.many<{ id: string; name: string }>(
        sql`SELECT id, name FROM specialists ORDER BY position, name, id`,
      ),
    ]);
  const rows: Rows = { visits, offers, money, entries, invited, reviews };
  const part = (days: Period, who: ClientRow): Part => {
    const first = daysBetween({ from: before.from, to: days.from });
    return { first, names: daysFrom(days), came: who, specialists };
  };
  const ofBefore = addUp(rows, part(before, cameBefore));
  const ofPeriod = addUp(rows, part(period, came));
  return {
    period,
    before,
    totals: ofPeriod.totals,
    totalsBefore: ofBefore.totals,
    days: ofPeriod.days,
    daysBefore: ofBefore.days,
    specialists: ofPeriod.specialists,
    hours,
    pointsOwed: points(owed),
  };
}
