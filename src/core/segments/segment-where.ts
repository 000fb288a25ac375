import { daysAfter } from "../kernel/instant.ts";
import { unreachable } from "../kernel/invariant.ts";
import { dayOf, daysFrom, type LocalDay, plusDays } from "../kernel/local-day.ts";
import { KOPECKS_PER_RUBLE } from "../kernel/money.ts";
import { empty, join, raw, type Sql, sql } from "../runtime/sql.ts";
import { clientIs, SPENT_KOPECKS } from "./client-sql.ts";
import type {
  BirthdayCondition,
  Condition,
  CountCondition,
  LastVisitCondition,
  ListCondition,
  Moment,
  SegmentDefinition,
  YesNoCondition,
} from "./model.ts";

/**
 * The clients of a segment as a condition in SQL, never null, over a row `client` of the table clients:
 * `SELECT client.id FROM clients client WHERE ${segmentWhere(…)}`.
 *
 * Only the living are in any segment: whoever was erased or turned out to be another is in none. The same as `judge`
 * says of one client at a time; a property holds the two together.
 *
 * @source MS-3
 */
export const segmentWhere = (definition: SegmentDefinition, moment: Moment): Sql =>
  sql`(client.erased_at IS NULL AND client.merged_into_id IS NULL AND ${whereOf(definition, moment)})`;

function whereOf(definition: SegmentDefinition, moment: Moment): Sql {
  const inside = (part: SegmentDefinition) => whereOf(part, moment);
  if ("all" in definition) {
    return definition.all.length === 0 ? sql`true` : sql`(${join(definition.all.map(inside), " AND ")})`;
  }
  if ("any" in definition) return sql`(${join(definition.any.map(inside), " OR ")})`;
  if ("not" in definition) return sql`NOT ${inside(definition.not)}`;
  return sql`(${conditionWhere(definition, moment)})`;
}

function conditionWhere(condition: Condition, moment: Moment): Sql {
  const { now } = moment;
  switch (condition.fact) {
    case "lastVisit":
      return lastVisitWhere(condition, now);
    case "registered":
      return condition.op === "atLeast"
        ? sql`client.created_at <= ${daysAfter(now, -condition.value)}`
        : sql`client.created_at >= ${daysAfter(now, -condition.value)}`;
    case "visits":
      return countWhere(condition, "completed", now);
    case "noShows":
      return countWhere(condition, "no_show", now);
    case "spent":
      return sql`${SPENT_KOPECKS} ${sign(condition.op)} ${condition.value * KOPECKS_PER_RUBLE}::bigint`;
    case "points":
      return sql`client.points_balance ${sign(condition.op)} ${condition.value}::int`;
    case "serviceVisited":
      return listed(
        condition,
        bookings(sql`state = 'completed' AND service_id = ANY(${condition.value}::uuid[])`),
      );
    case "specialistVisited":
      return listed(
        condition,
        bookings(sql`state = 'completed' AND specialist_id = ANY(${condition.value}::uuid[])`),
      );
    case "serviceBooked":
      return listed(condition, bookings(sql`${ahead(now)} AND service_id = ANY(${condition.value}::uuid[])`));
    case "specialistBooked":
      return listed(
        condition,
        bookings(sql`${ahead(now)} AND specialist_id = ANY(${condition.value}::uuid[])`),
      );
    case "tags":
      return listed(condition, sql`client.tags && ${condition.value}::text[]`);
    case "birthday":
      return birthdayWhere(condition, moment);
    case "upcoming":
      return yes(condition, bookings(ahead(now)));
    case "birthdayKnown":
      return yes(condition, sql`client.birthday IS NOT NULL`);
    case "invited":
    case "hasInvited":
    case "blocked":
    case "vip":
    case "marketing":
    case "inBot":
    case "unreachable":
      return yes(condition, clientIs(condition.fact, now));
    default:
      return unreachable(condition);
  }
}

/** Some booking of the client is so. */
const bookings = (are: Sql): Sql =>
  sql`EXISTS (SELECT 1 FROM bookings WHERE client_id = client.id AND ${are})`;

const ahead = (now: Date): Sql => sql`state = 'confirmed' AND starts_at > ${now}`;

const listed = ({ op }: ListCondition, found: Sql): Sql => (op === "anyOf" ? found : sql`NOT ${found}`);

const yes = ({ value }: YesNoCondition, holds: Sql): Sql => (value ? holds : sql`NOT (${holds})`);

const SIGNS = { atLeast: raw(">="), atMost: raw("<="), equals: raw("=") };
const sign = (op: keyof typeof SIGNS): Sql => SIGNS[op];

function lastVisitWhere(condition: LastVisitCondition, now: Date): Sql {
  if (condition.op === "never") return sql`NOT ${bookings(sql`state = 'completed'`)}`;
  const since = daysAfter(now, -condition.value);
  if (condition.op === "atMost") return bookings(sql`state = 'completed' AND starts_at >= ${since}`);
  return sql`${bookings(sql`state = 'completed'`)} AND NOT ${bookings(sql`state = 'completed' AND starts_at > ${since}`)}`;
}

function countWhere({ op, value, days }: CountCondition, state: "completed" | "no_show", now: Date): Sql {
  const lately = days === undefined ? empty : sql`AND starts_at >= ${daysAfter(now, -days)}`;
  return sql`(SELECT count(*) FROM bookings
    WHERE client_id = client.id AND state = ${raw(`'${state}'`)} ${lately}) ${sign(op)} ${value}::int`;
}

function birthdayWhere({ op, value }: BirthdayCondition, { now, zone }: Moment): Sql {
  if (op === "inMonth") {
    return sql`client.birthday IS NOT NULL AND extract(month FROM client.birthday) = ${value}::int`;
  }
  const today = dayOf(now, zone);
  const dates =
    op === "withinNext"
      ? datesBetween(today, plusDays(today, value))
      : datesBetween(plusDays(today, -value), today);
  return sql`client.birthday IS NOT NULL
    AND (extract(month FROM client.birthday) * 100 + extract(day FROM client.birthday))::int = ANY(${dates}::int[])`;
}

const FEBRUARY_28 = 228;
const FEBRUARY_29 = 229;

/** The dates between two days as month × 100 + day: who was born on the 29th of February has the 28th where there is no 29th. */
function datesBetween(from: LocalDay, to: LocalDay): readonly number[] {
  const days = daysFrom({ from, to });
  const dates = days.map(dateOf);
  const standIn = days.some((day) => dateOf(day) === FEBRUARY_28 && dateOf(plusDays(day, 1)) !== FEBRUARY_29);
  return [...new Set(standIn ? [...dates, FEBRUARY_29] : dates)];
}

const dateOf = (day: LocalDay): number => Number(day.slice(-5).replace("-", ""));
