import { daysBetween, daysFrom } from "../../kernel/local-day.ts";
import { addUp, rowsOfSpecialist, totalsOfRows } from "../analytics/add-up.ts";
import { dayBounds } from "../analytics/bounds.ts";
import { gatherHotSpecialistRows, gatherRows, gatherSpecialistRows } from "../analytics/gather.ts";
import type { Totals } from "../analytics/model.ts";
import { type ClientRow, clientsWithin } from "../analytics/people.ts";
import type { Days } from "../rules/period.ts";
import { type SpanUnit, spansOf } from "../rules/spans.ts";
import { type Asked, dayName, type SourceLine } from "./model.ts";
import { namesOf } from "./statements.ts";

const NOBODY: ClientRow = { newClients: 0, returningClients: 0, friendsCame: 0 };

export const isSpanUnit = (by: string): by is SpanUnit => by === "day" || by === "week" || by === "month";

/** `23.11.2026`, `23.11.2026 — 29.11.2026`. */
export const spanName = ({ from, to }: Days): string =>
  from === to ? dayName(from) : `${dayName(from)} — ${dayName(to)}`;

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
  const rows = await gatherRows(app.db, bounds);
  const totals = (days: Days, came: ClientRow): Totals => {
    const first = daysBetween({ from: period.from, to: days.from });
    return addUp(rows, { first, names: daysFrom(days), came }).totals;
  };
  const sum = totals(period, await clientsWithin(app.db, bounds));
  const lines: SourceLine<Totals>[] = [];
  if (isSpanUnit(by)) {
    for (const days of spansOf(period, by)) {
      const came = withClients ? await clientsWithin(app.db, dayBounds(days, zone)) : NOBODY;
      lines.push({ key: days.from, name: spanName(days), days, source: totals(days, came) });
    }
    return { lines, sum };
  }
  const bySpecialist = {
    ...(await gatherSpecialistRows(app.db, bounds)),
    ...(await gatherHotSpecialistRows(app.db, bounds)),
  };
  for (const { id, name } of await namesOf(app.db, "specialists")) {
    const own = rowsOfSpecialist(bySpecialist, id);
    if (own === undefined) continue;
    lines.push({ key: id, name, days: undefined, source: totalsOfRows(own, NOBODY) });
  }
  return { lines, sum };
}
