import { daysBetween, daysFrom } from "../../kernel/local-day.ts";
import { addUp, type Rows } from "../analytics/add-up.ts";
import { type DayBounds, dayBounds } from "../analytics/bounds.ts";
import type { Totals } from "../analytics/model.ts";
import { moneyByDay } from "../analytics/money.ts";
import {
  type ClientRow,
  clientsWithin,
  entriesByDay,
  invitedByDay,
  reviewsByDay,
} from "../analytics/people.ts";
import { offersByDay, visitsByDay } from "../analytics/visits.ts";
import type { Days } from "../rules/period.ts";
import { type SpanUnit, spansOf } from "../rules/spans.ts";
import { type Asked, dayName, type SourceLine } from "./model.ts";
import { namesOf } from "./statements.ts";

const NOBODY: ClientRow = { newClients: 0, returningClients: 0, friendsCame: 0 };

export const isSpanUnit = (by: string): by is SpanUnit => by === "day" || by === "week" || by === "month";

/** `23.11.2026`, `23.11.2026 — 29.11.2026`. */
export const spanName = ({ from, to }: Days): string =>
  from === to ? dayName(from) : `${dayName(from)} — ${dayName(to)}`;

async function readRows({ db }: Asked["app"], both: DayBounds): Promise<Rows> {
  const [visits, offers, money, entries, invited, reviews] = await Promise.all([
    visitsByDay(db, both),
    offersByDay(db, both),
    moneyByDay(db, both),
    entriesByDay(db, both),
    invitedByDay(db, both),
    reviewsByDay(db, both),
  ]);
  return { visits, offers, money, entries, invited, reviews };
}

/**
 * The totals of the analytics page (the same statements, added up by the same rule) for a period and for each of its
 * days, weeks, months or specialists. A specialist's hold what is theirs: visits, time, reviews; who of the clients came
 * is asked anew for every span, because it does not add up.
 *
 * @param withClients whether who came is asked for every span
 */
export async function totalsOf(
  { app, period, zone, by }: Asked,
  { withClients }: { readonly withClients: boolean },
): Promise<{ readonly lines: readonly SourceLine<Totals>[]; readonly sum: Totals }> {
  const bounds = dayBounds(period, zone);
  const rows = await readRows(app, bounds);
  const totals = (own: Rows, days: Days, came: ClientRow): Totals => {
    const first = daysBetween({ from: period.from, to: days.from });
    return addUp(own, { first, names: daysFrom(days), came, specialists: [] }).totals;
  };
  const sum = totals(rows, period, await clientsWithin(app.db, bounds));
  const lines: SourceLine<Totals>[] = [];
  if (isSpanUnit(by)) {
    for (const days of spansOf(period, by)) {
      const came = withClients ? await clientsWithin(app.db, dayBounds(days, zone)) : NOBODY;
      lines.push({ key: days.from, name: spanName(days), days, source: totals(rows, days, came) });
    }
    return { lines, sum };
  }
  for (const { id, name } of await namesOf(app.db, "specialists")) {
    const own = ownRows(rows, id);
    if (own.visits.length + own.offers.length + own.reviews.length === 0) continue;
    lines.push({ key: id, name, days: undefined, source: totals(own, period, NOBODY) });
  }
  return { lines, sum };
}

function ownRows({ visits, offers, reviews }: Rows, id: string): Rows {
  const isOwn = ({ specialistId }: { readonly specialistId: string }) => specialistId === id;
  return {
    visits: visits.filter(isOwn),
    offers: offers.filter(isOwn),
    reviews: reviews.filter(isOwn),
    ...{ money: [], entries: [], invited: [] },
  };
}
