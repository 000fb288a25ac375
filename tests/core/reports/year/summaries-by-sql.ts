import type { Database } from "../../../../src/core/runtime/database.ts";

/*
 * Every report of figures once more, in plain SQL written from the words of the rulebook and of the reports' columns.
 * Nothing of the product's statements is used: a day is what the zone's calendar says of an instant, one row at a time.
 */

export type Asked = { readonly zone: string; readonly from: string; readonly to: string };
export type Figures = Readonly<Record<string, number | null>>;
export type ByHand = { readonly lines: ReadonlyMap<string, Figures>; readonly sum: Figures };

const day = (at: string): string => `(${at} AT TIME ZONE $1)::date`;
const within = (at: string): string => `${day(at)} BETWEEN $2::date AND $3::date`;

/** Of which span of the period a day is: by its first day, cut where the period begins. */
const SPANS: Readonly<Record<string, string>> = {
  day: "day::text",
  week: "greatest(day - (extract(isodow FROM day)::int - 1), $2::date)::text",
  month: "greatest(make_date(extract(year FROM day)::int, extract(month FROM day)::int, 1), $2::date)::text",
};

const partOf = (by: string): string => SPANS[by] ?? { weekday: "weekday::text" }[by] ?? `${by}::text`;

/** Rows that have what they are by, and sums over them; sums are taken of each part and of all. */
const grouped = (by: string, facts: string, sums: string): string => `
  SELECT part, grouping(part) = 1 AS is_sum, ${sums}
  FROM (SELECT fact.*, ${partOf(by)} AS part FROM (${facts}) AS fact) AS fact GROUP BY GROUPING SETS ((part), ())`;

const MINUTES = "extract(epoch FROM ends_at - starts_at) / 60";
/** A visit that stands, took place or was missed; a hold by which another booking is moved is none yet (CX-7). */
const TAKEN = `(state IN ('confirmed', 'completed', 'no_show') OR state IN ('held', 'confirming') AND replaces_id IS NULL)`;

const BOOKINGS = `
  SELECT ${day("starts_at")} AS day, specialist_id AS specialist, service_id AS service, state, ended_reason, price_kopecks
  FROM bookings WHERE ${within("starts_at")}`;
const BOOKING_SUMS = `
  count(*) AS bookings, count(*) FILTER (WHERE state IN ('held', 'confirming', 'confirmed')) AS ahead,
  count(*) FILTER (WHERE state = 'completed') AS visits, count(*) FILTER (WHERE state = 'no_show') AS "noShows",
  count(*) FILTER (WHERE state = 'cancelled' AND ended_reason = 'client') AS "cancelledByClient",
  count(*) FILTER (WHERE state = 'cancelled' AND ended_reason = 'client_late') AS "cancelledLate",
  count(*) FILTER (WHERE state = 'cancelled' AND ended_reason NOT IN ('client', 'client_late')) AS "cancelledByBusiness",
  count(*) FILTER (WHERE state = 'cancelled') AS cancelled, count(*) FILTER (WHERE state = 'moved') AS moved,
  count(*) FILTER (WHERE state = 'expired') AS expired,
  coalesce(sum(price_kopecks) FILTER (WHERE state = 'completed'), 0) AS "priceKopecks"`;

const TIME = `
  SELECT ${day("starts_at")} AS day, specialist_id AS specialist, extract(isodow FROM ${day("starts_at")})::int AS weekday,
         ${MINUTES} AS offered, 0 AS booked FROM slots WHERE state = 'open' AND ${within("starts_at")}
  UNION ALL
  SELECT ${day("starts_at")}, specialist_id, extract(isodow FROM ${day("starts_at")})::int, 0, ${MINUTES}
  FROM bookings WHERE ${TAKEN} AND ${within("starts_at")}`;
/** Minute by minute: in which hour of the week each of them lies. */
const CLOCK = `
  SELECT extract(isodow FROM local)::int AS weekday, extract(isodow FROM local) || '-' || to_char(local, 'HH24') AS hour, offered, booked
  FROM (
    SELECT (starts_at + minute * interval '1 minute') AT TIME ZONE $1 AS local, offered, booked
    FROM (
      SELECT starts_at, ends_at, 1::numeric AS offered, 0::numeric AS booked FROM slots WHERE state = 'open' AND ${within("starts_at")}
      UNION ALL
      SELECT starts_at, ends_at, 0, 1 FROM bookings WHERE ${TAKEN} AND ${within("starts_at")}) AS stretch,
      generate_series(0, (${MINUTES})::int - 1) AS minute) AS told`;
const TIME_SUMS = `
  sum(offered) AS "offeredMinutes", sum(booked) AS "bookedMinutes", 100 * sum(booked) / nullif(sum(offered), 0) AS "occupancyPercent"`;

/** Who came in a span for the first time in their life, and who had been there before it (EP-4: whom a friend invited). */
const CLIENTS = (by: string): string => `
  WITH visit AS (
    SELECT booking.client_id, ${day("starts_at")} AS day, client.invited_by_id IS NOT NULL AS is_friend
    FROM bookings booking JOIN clients client ON client.id = booking.client_id WHERE booking.state = 'completed'),
  span AS (
    SELECT ${SPANS[by] ?? ""} AS part, false AS is_sum, min(day) AS begins, max(day) AS ends
    FROM (SELECT day::date FROM generate_series($2::date, $3::date, interval '1 day') AS day) AS days GROUP BY 1
    UNION ALL SELECT NULL, true, $2::date, $3::date)
  SELECT part, is_sum, count(DISTINCT client_id) AS clients, count(DISTINCT client_id) FILTER (WHERE is_first) AS "newClients",
    count(DISTINCT client_id) FILTER (WHERE NOT is_first) AS "returningClients",
    count(DISTINCT client_id) FILTER (WHERE is_first AND is_friend) AS "friendsCame", count(client_id) AS visits
  FROM span LEFT JOIN LATERAL (
    SELECT visit.*, NOT EXISTS (SELECT FROM visit before WHERE before.client_id = visit.client_id AND before.day < begins) AS is_first
    FROM visit WHERE day BETWEEN begins AND ends) AS came ON true
  GROUP BY part, is_sum`;

const LOYALTY = `
  SELECT ${day("created_at")} AS day, kind, points, 0 AS holds, 0 AS held FROM point_entries WHERE ${within("created_at")}
  UNION ALL
  SELECT ${day("hold.resolved_at")}, 'hold', 0, 1, hold.points FROM point_holds hold
  WHERE hold.state = 'released' AND ${within("hold.resolved_at")}
    AND EXISTS (SELECT FROM bookings WHERE id = hold.booking_id AND state = 'expired')`;
const LOYALTY_SUMS = `
  coalesce(sum(points) FILTER (WHERE kind NOT IN ('redemption', 'redemption_return', 'penalty', 'penalty_reversal', 'merge')), 0) AS "issuedPoints",
  coalesce(-sum(points) FILTER (WHERE kind IN ('redemption', 'redemption_return')), 0) AS "redeemedPoints",
  coalesce(-sum(points) FILTER (WHERE kind IN ('penalty', 'penalty_reversal')), 0) AS "penaltyPoints",
  sum(holds) AS "expiredHolds", sum(held) AS "expiredHoldPoints"`;

const REWARDS = `
  SELECT ${day("created_at")} AS day, 0 AS invited, sign(points) AS reward, points FROM point_entries
  WHERE kind IN ('referral', 'referral_reversal') AND ${within("created_at")}
  UNION ALL
  SELECT ${day("created_at")}, 1, 0, 0 FROM clients
  WHERE invited_by_id IS NOT NULL AND merged_into_id IS NULL AND ${within("created_at")}`;

const HOT = `
  SELECT ${day("starts_at")} AS day, specialist_id AS specialist, 1 AS offered, ${MINUTES} AS offered_minutes, 0 AS booked,
         0 AS visits, 0 AS saved, 0 AS discount
  FROM slots WHERE kind = 'hot' AND state = 'open' AND ${within("starts_at")}
  UNION ALL
  SELECT ${day("starts_at")}, specialist_id, 0, 0, CASE WHEN ${TAKEN} THEN ${MINUTES} ELSE 0 END, (state = 'completed')::int,
         CASE state WHEN 'completed' THEN price_kopecks ELSE 0 END,
         CASE state WHEN 'completed' THEN list_price_kopecks - price_kopecks ELSE 0 END
  FROM bookings WHERE slot_kind = 'hot' AND ${within("starts_at")}`;
const HOT_SUMS = `
  sum(offered) AS offered, sum(offered_minutes) AS "offeredMinutes", sum(booked) AS "bookedMinutes",
  100 * sum(booked) / nullif(sum(offered_minutes), 0) AS "occupancyPercent", sum(visits) AS visits,
  sum(saved) AS "savedKopecks", sum(discount) AS "discountKopecks"`;

const REVIEWS = `
  SELECT ${day("created_at")} AS day, specialist_id AS specialist, rating FROM reviews WHERE ${within("created_at")}`;

const PROMISED = "coalesce(planned_at, due_at)";
const MESSAGES = `
  SELECT ${day(PROMISED)} AS day, kind, coalesce(state_reason, '') AS reason, state, state_reason FROM outbox WHERE ${within(PROMISED)}`;
const UNREACHED =
  "state = 'skipped' AND coalesce(state_reason, '') IN ('bot_blocked', 'account_deleted', 'no_chat')";
const MESSAGE_SUMS = `
  count(*) FILTER (WHERE state = 'sent') AS sent, count(*) FILTER (WHERE state = 'queued') AS queued,
  count(*) FILTER (WHERE state = 'skipped' AND NOT (${UNREACHED})) AS skipped,
  count(*) FILTER (WHERE ${UNREACHED}) AS unreached, count(*) FILTER (WHERE state = 'failed') AS failed`;

const STATEMENTS: Readonly<Record<string, (by: string) => string>> = {
  bookings: (by) => grouped(by, BOOKINGS, BOOKING_SUMS),
  occupancy: (by) => grouped(by, by === "hour" || by === "weekday" ? CLOCK : TIME, TIME_SUMS),
  clients: CLIENTS,
  loyalty: (by) => grouped(by, LOYALTY, LOYALTY_SUMS),
  "hot-windows": (by) => grouped(by, HOT, HOT_SUMS),
  reviews: (by) => grouped(by, REVIEWS, `count(*) AS reviews, avg(rating) AS "averageRating"`),
  messages: (by) => grouped(by, MESSAGES, `count(*) AS messages, ${MESSAGE_SUMS}`),
};

/** @param by what the lines are by; their keys are days, ids, numbers and codes, as the shell's `--json` has them */
export async function summaryBySql(
  db: Database,
  report: string,
  { by, ...asked }: Asked & { readonly by: string },
): Promise<ByHand> {
  if (report === "referral") return referralBySql(db, { by, ...asked });
  return read(db, STATEMENTS[report]?.(by) ?? "", asked);
}

/** Who joined and what was given for them, beside who of the invited came for the first time. */
async function referralBySql(
  db: Database,
  { by, ...asked }: Asked & { readonly by: string },
): Promise<ByHand> {
  const sums = `sum(invited) AS invited, sum(reward) AS rewards, sum(points) AS "rewardPoints"`;
  const given = await read(db, grouped(by, REWARDS, sums), asked);
  const came = await read(db, CLIENTS(by), asked);
  const NOTHING = { invited: 0, rewards: 0, rewardPoints: 0 };
  const whole = (one: Figures | undefined, other: Figures): Figures => ({
    ...NOTHING,
    ...one,
    friendsCame: other.friendsCame ?? 0,
  });
  const lines = [...came.lines].map(([key, other]) => [key, whole(given.lines.get(key), other)] as const);
  return { lines: new Map(lines), sum: whole(given.sum, came.sum) };
}

type Row = { readonly part: string | null; readonly is_sum: boolean } & Readonly<
  Record<string, string | number | null>
>;

export async function read(db: Database, statement: string, { zone, from, to }: Asked): Promise<ByHand> {
  const { rows } = await db.pool.query<Row>(statement, [zone, from, to]);
  const figures = ({ part: _part, is_sum: _isSum, ...row }: Row): Figures =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, value === null ? null : Number(value)]),
    );
  const sum = rows.find((row) => row.is_sum);
  return {
    lines: new Map(rows.filter((row) => !row.is_sum).map((row) => [row.part ?? "", figures(row)])),
    sum: sum === undefined ? {} : figures(sum),
  };
}

/** What clients may spend at this moment: balances above zero, each the sum of its entries (EP-5). */
export async function owedBySql(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ owed: string }>(`
    SELECT coalesce(sum(balance) FILTER (WHERE balance > 0), 0) AS owed
    FROM (SELECT sum(points) AS balance FROM point_entries GROUP BY client_id) AS account`);
  return Number(rows[0]?.owed ?? 0);
}
