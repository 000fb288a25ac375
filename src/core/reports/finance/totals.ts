import type { App } from "../../app.ts";
import { plusDays, startOfDay } from "../../kernel/local-day.ts";
import { kopecks } from "../../kernel/money.ts";
import { points } from "../../kernel/points.ts";
import { join, type Sql, sql } from "../../runtime/sql.ts";
import { branchesOf } from "./branches.ts";
import {
  type FinanceFilter,
  type FinanceLine,
  type FinanceSums,
  type FinanceTotals,
  OPERATION_KINDS,
  POINT_OPERATIONS,
  type TotalsBy,
} from "./model.ts";

/** Each figure once, over operations; what it means stands with `FinanceSums`. */
const SUMS = sql`
  sum(operations)::int AS operations,
  coalesce(sum(operations) FILTER (WHERE kind IN (${join(POINT_OPERATIONS)})), 0)::int AS points_operations,
  coalesce(sum(gross) FILTER (WHERE kind IN ('card', 'sbp')), 0)::bigint AS online,
  coalesce(sum(gross) FILTER (WHERE kind = 'cash'), 0)::bigint AS cash,
  coalesce(sum(gross) FILTER (WHERE kind = 'terminal'), 0)::bigint AS terminal,
  coalesce(sum(gross) FILTER (WHERE kind = 'transfer'), 0)::bigint AS transfer,
  coalesce(-sum(gross) FILTER (WHERE kind = 'refund'), 0)::bigint AS refunded,
  coalesce(sum(fee) FILTER (WHERE kind IN ('card', 'sbp')), 0)::bigint AS fee,
  coalesce(sum(fee_unknown) FILTER (WHERE kind IN ('card', 'sbp')), 0)::bigint AS fee_unknown,
  coalesce(sum(gross) FILTER (WHERE kind IN ('tip', 'tip_refund')), 0)::bigint AS tips,
  coalesce(sum(fee) FILTER (WHERE kind = 'tip'), 0)::bigint AS tips_fee,
  coalesce(sum(amount) FILTER (WHERE kind = 'kept'), 0)::bigint AS kept,
  coalesce(sum(open) FILTER (WHERE kind IN ('refund', 'tip_refund')), 0)::bigint AS refunds_waiting,
  coalesce(sum(amount - open + gross) FILTER (WHERE kind IN ('refund', 'tip_refund')), 0)::bigint AS refunds_refused,
  coalesce(sum(open) FILTER (WHERE kind NOT IN ('refund', 'tip_refund')), 0)::bigint AS payments_waiting,
  coalesce(sum(points) FILTER (WHERE kind = 'points_given'), 0)::bigint AS points_given,
  coalesce(sum(points_back) FILTER (WHERE kind = 'points_given'), 0)::bigint AS points_taken_back,
  coalesce(-sum(points) FILTER (WHERE kind = 'points_redeemed'), 0)::bigint AS points_redeemed,
  coalesce(-sum(points) FILTER (WHERE kind = 'points_penalty'), 0)::bigint AS points_penalty`;

type SumRow = Record<Exclude<keyof FinanceSums, "moneyOperations" | "revenue" | "net">, number>;
type LineRow = SumRow & {
  readonly key: string | null;
  readonly name: string | null;
  readonly isSum: boolean;
};

/** What every sum is made of, before anything is summed. */
const FIGURES = sql`kind, 1 AS operations, amount, gross, fee, CASE WHEN fee IS NULL THEN gross END AS fee_unknown, points,
  CASE WHEN points < 0 THEN -points ELSE 0 END AS points_back, CASE WHEN is_open THEN amount ELSE 0 END AS open`;

/** Each table's operations are gathered by day and kind first: what is brought together then is little. */
const gathered = (branch: Sql, part: Sql): Sql => sql`
  SELECT ${part} AS part, kind, count(*) AS operations, sum(amount) AS amount, sum(gross) AS gross, sum(fee) AS fee,
         sum(gross) FILTER (WHERE fee IS NULL) AS fee_unknown, sum(points) AS points,
         coalesce(-sum(points) FILTER (WHERE points < 0), 0) AS points_back,
         coalesce(sum(amount) FILTER (WHERE is_open), 0) AS open
  FROM (${branch}) AS row GROUP BY 1, kind`;

/** Most operations of a time are of bookings made in it or not long before. */
const DAYS_BEFORE = 45;

/**
 * Whose work each operation was: looked for among the bookings of the time, which stand together in an index, and one by
 * one only for those that are not among them.
 */
function withWork(operations: Sql, { from, to, zone, specialistId, serviceId }: FinanceFilter): Sql {
  const since = startOfDay(plusDays(from, -DAYS_BEFORE), zone);
  const until = startOfDay(plusDays(to, 1), zone);
  return sql`
    SELECT operation.*, coalesce(near.specialist_id, far.specialist_id) AS specialist_id,
           coalesce(near.service_id, far.service_id) AS service_id
    FROM (${operations}) AS operation
    LEFT JOIN (SELECT id, specialist_id, service_id FROM bookings
               WHERE created_at >= ${since} AND created_at < ${until}) AS near ON near.id = operation.booking_id
    LEFT JOIN LATERAL (SELECT booking.specialist_id, booking.service_id FROM bookings booking
                       WHERE near.id IS NULL AND booking.id = operation.booking_id OFFSET 0) AS far ON true
    WHERE ${specialistId === undefined ? sql`true` : sql`coalesce(near.specialist_id, far.specialist_id) = ${specialistId}::uuid`}
      AND ${serviceId === undefined ? sql`true` : sql`coalesce(near.service_id, far.service_id) = ${serviceId}::uuid`}`;
}

const united = (branches: readonly Sql[]): Sql => join(branches, " UNION ALL ");

/** The operations of a filter with the part that each counts for as `key`. */
function partsOf(filter: FinanceFilter, by: TotalsBy | undefined): Sql {
  const day = sql`(at AT TIME ZONE ${filter.zone})::date`;
  const { specialistId, serviceId, ...rest } = filter;
  const isAboutWork = specialistId !== undefined || serviceId !== undefined;
  if (!isAboutWork && by !== "specialist" && by !== "service") {
    const parts = branchesOf(filter, { withFate: false });
    const part = by === "day" ? day : sql`NULL::date`;
    return sql`
      SELECT ${by === "kind" ? sql`kind` : sql`part::text`} AS key, one.*
      FROM (${united(parts.map((branch) => gathered(branch, part)))}) AS one`;
  }
  const key = {
    day: sql`${day}::text`,
    kind: sql`kind`,
    specialist: sql`specialist_id::text`,
    service: sql`service_id::text`,
  };
  const operations = branchesOf(rest, { withFate: false }).map(
    (branch) => sql`SELECT * FROM (${branch}) AS branch`,
  );
  return sql`
    SELECT ${by === undefined ? sql`NULL::text` : key[by]} AS key, ${FIGURES}
    FROM (${withWork(united(operations), filter)}) AS one`;
}

const NAMES = {
  specialist: sql`(SELECT name FROM specialists WHERE id::text = line.key)`,
  service: sql`(SELECT name FROM services WHERE id::text = line.key)`,
  day: sql`line.key`,
  kind: sql`line.key`,
} as const satisfies Readonly<Record<TotalsBy, Sql>>;

/**
 * Sums the operations of a period, and of each of its days, services, specialists or kinds, in one statement.
 *
 * Money counts on the day on which it came or went (`Operation.at`), not on the visit's: a refund lowers the revenue of
 * its own day. Lines stand in the order of days or kinds; of services and specialists the one with most revenue first,
 * what belongs to no booking last. A part in which nothing happened has no line.
 *
 * @param by undefined: the sum alone
 * @source PY-5 PY-7 UN-4
 */
export async function totalOperations(
  app: Pick<App, "db">,
  filter: FinanceFilter,
  by?: TotalsBy,
): Promise<FinanceTotals> {
  if (filter.kinds?.length === 0) return { lines: [], sum: NO_SUMS };
  const rows = await app.db.many<LineRow>(sql`
    SELECT line.*, ${by === undefined ? sql`NULL` : NAMES[by]} AS name
    FROM (
      SELECT part.key, grouping(part.key) = 1 AS is_sum, ${SUMS}
      FROM (${partsOf(filter, by)}) AS part
      GROUP BY GROUPING SETS ((part.key), ())) AS line`);
  const sumRow = rows.find(({ isSum }) => isSum);
  const lines = by === undefined ? [] : rows.filter(({ isSum }) => !isSum).map(toLine);
  return {
    lines: lines.toSorted(ORDER[by ?? "day"]),
    sum: sumRow === undefined || sumRow.operations === null ? NO_SUMS : toSums(sumRow),
  };
}

const byMoney = (a: FinanceLine, b: FinanceLine): number =>
  Number(a.key === undefined) - Number(b.key === undefined) ||
  b.revenue - a.revenue ||
  (a.name ?? "").localeCompare(b.name ?? "", "ru");

const placeOf = ({ key }: FinanceLine): number =>
  (OPERATION_KINDS as readonly (string | undefined)[]).indexOf(key);

const ORDER: Readonly<Record<TotalsBy, (a: FinanceLine, b: FinanceLine) => number>> = {
  day: (a, b) => ((a.key ?? "") < (b.key ?? "") ? -1 : 1),
  kind: (a, b) => placeOf(a) - placeOf(b),
  specialist: byMoney,
  service: byMoney,
};

const toLine = (row: LineRow): FinanceLine => ({
  key: row.key ?? undefined,
  name: row.name ?? undefined,
  ...toSums(row),
});

function toSums(row: SumRow): FinanceSums {
  const revenue = kopecks(row.online + row.cash + row.terminal + row.transfer - row.refunded);
  return {
    operations: row.operations,
    moneyOperations: row.operations - row.pointsOperations,
    pointsOperations: row.pointsOperations,
    online: kopecks(row.online),
    cash: kopecks(row.cash),
    terminal: kopecks(row.terminal),
    transfer: kopecks(row.transfer),
    refunded: kopecks(row.refunded),
    revenue,
    fee: kopecks(row.fee),
    feeUnknown: kopecks(row.feeUnknown),
    net: kopecks(revenue - row.fee),
    tips: kopecks(row.tips),
    tipsFee: kopecks(row.tipsFee),
    kept: kopecks(row.kept),
    refundsWaiting: kopecks(row.refundsWaiting),
    refundsRefused: kopecks(row.refundsRefused),
    paymentsWaiting: kopecks(row.paymentsWaiting),
    pointsGiven: points(row.pointsGiven),
    pointsTakenBack: points(row.pointsTakenBack),
    pointsRedeemed: points(row.pointsRedeemed),
    pointsPenalty: points(row.pointsPenalty),
  };
}

const NO_SUMS: FinanceSums = toSums({
  ...{
    operations: 0,
    pointsOperations: 0,
    online: 0,
    cash: 0,
    terminal: 0,
    transfer: 0,
    refunded: 0,
    fee: 0,
    feeUnknown: 0,
    tips: 0,
    tipsFee: 0,
  },
  ...{ kept: 0, refundsWaiting: 0, refundsRefused: 0, paymentsWaiting: 0 },
  ...{ pointsGiven: 0, pointsTakenBack: 0, pointsRedeemed: 0, pointsPenalty: 0 },
});
