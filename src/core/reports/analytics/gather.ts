import type { App } from "../../app.ts";
import { daysBetween, daysFrom } from "../../kernel/local-day.ts";
import { points } from "../../kernel/points.ts";
import { type Queryable, sql } from "../../runtime/sql.ts";
import { loadSettings } from "../../settings/index.ts";
import type { Period } from "../rules/analytics-period.ts";
import { previousDays } from "../rules/period.ts";
import {
  addUp,
  figuresBySpecialist,
  type HotSpecialistRows,
  type Part,
  type Rows,
  type SpecialistRows,
} from "./add-up.ts";
import { type DayBounds, dayBounds } from "./bounds.ts";
import type { Analytics } from "./model.ts";
import { moneyByDay } from "./money.ts";
import {
  type ClientRow,
  clientsWithin,
  entriesByDay,
  invitedByDay,
  pointsOwed,
  reviewsByDay,
  reviewsBySpecialist,
} from "./people.ts";
import {
  hotOffersBySpecialist,
  hotVisitsBySpecialist,
  minutesByHour,
  offersByDay,
  offersBySpecialist,
  visitsByDay,
  visitsBySpecialist,
} from "./visits.ts";

/**
 * The figures of a period of business days and of the one it is compared with (`previousDays`); what each means stands at its type.
 *
 * Every figure is read from the rows as they stand now: a mark that staff correct tomorrow (CX-8) changes yesterday's
 * figures, and nothing is kept beside the rows that could disagree with them. What adds up by day is read of both
 * periods in one pass, all statements at once. Cohorts and reminders look at more and are asked for apart.
 */
export async function gatherAnalytics(app: Pick<App, "db">, period: Period): Promise<Analytics> {
  const { db } = app;
  const zone = (await loadSettings(db))["business.timeZone"];
  const before = previousDays(period);
  // What lies between the two, as a 31st does, is read and left out.
  const both = dayBounds({ from: before.from, to: period.to }, zone);
  const [current, previous] = [dayBounds(period, zone), dayBounds(before, zone)];
  const [days, bySpecialist, came, cameBefore, hours, owed, specialists] = await Promise.all([
    gatherRows(db, both),
    gatherSpecialistRows(db, current),
    clientsWithin(db, current),
    clientsWithin(db, previous),
    minutesByHour(db, current, zone),
    pointsOwed(db),
    db.many<{ id: string; name: string }>(sql`SELECT id, name FROM specialists ORDER BY position, name, id`),
  ]);
  const part = (of: Period, who: ClientRow): Part => {
    const first = daysBetween({ from: before.from, to: of.from });
    return { first, names: daysFrom(of), came: who };
  };
  const ofBefore = addUp(days, part(before, cameBefore));
  const ofPeriod = addUp(days, part(period, came));
  return {
    period,
    before,
    totals: ofPeriod.totals,
    totalsBefore: ofBefore.totals,
    days: ofPeriod.days,
    daysBefore: ofBefore.days,
    specialists: figuresBySpecialist(bySpecialist, specialists),
    hours,
    pointsOwed: points(owed),
  };
}

/** What adds up by day, of some days. */
export async function gatherRows(via: Queryable, bounds: DayBounds): Promise<Rows> {
  const [visits, offers, money, entries, invited, reviews] = await Promise.all([
    visitsByDay(via, bounds),
    offersByDay(via, bounds),
    moneyByDay(via, bounds),
    entriesByDay(via, bounds),
    invitedByDay(via, bounds),
    reviewsByDay(via, bounds),
  ]);
  return { visits, offers, money, entries, invited, reviews };
}

/** What is a specialist's, of all of some days together. */
export async function gatherSpecialistRows(via: Queryable, bounds: DayBounds): Promise<SpecialistRows> {
  const [visits, offers, reviews] = await Promise.all([
    visitsBySpecialist(via, bounds),
    offersBySpecialist(via, bounds),
    reviewsBySpecialist(via, bounds),
  ]);
  return { visits, offers, reviews };
}

/** What of it is of hot windows. The page of analytics shows none of it, and counting it is dear. */
export async function gatherHotSpecialistRows(via: Queryable, bounds: DayBounds): Promise<HotSpecialistRows> {
  const [hotVisits, hotOffers] = await Promise.all([
    hotVisitsBySpecialist(via, bounds),
    hotOffersBySpecialist(via, bounds),
  ]);
  return { hotVisits, hotOffers };
}
