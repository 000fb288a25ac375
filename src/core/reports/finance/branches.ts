import { plusDays, startOfDay } from "../../kernel/local-day.ts";
import { empty, join, type Sql, sql } from "../../runtime/sql.ts";
import { type FinanceFilter, OPERATION_KINDS, type OperationKind } from "./model.ts";

/** What of a branch's rows is wanted beside those of the filter. */
export type Cut = {
  /** The newest rows only; undefined: all, in no order. */
  readonly rowsMax?: number | undefined;
  /** Sums need no fate of single rows, and finding it takes time. */
  readonly withFate: boolean;
};

/**
 * The operations of a period, each from its own table: one `SELECT` for each table of which the filter wants anything.
 *
 * Columns: `kind`, `id`, `at`, `booking_id`, `client_id`, `amount`, `gross`, `fee`, `points`, `is_open`, `fate`,
 * `returned`, `detail`, `note`, as `Operation` says them.
 */
export function branchesOf(filter: FinanceFilter, cut: Cut): readonly Sql[] {
  const wanted = new Set<OperationKind>(filter.kinds ?? OPERATION_KINDS);
  const of = (kinds: readonly OperationKind[]) => kinds.some((kind) => wanted.has(kind));
  return [
    ...(of(["card", "sbp", "cash", "terminal", "transfer", "tip"]) ? [payments(filter, cut)] : []),
    ...(of(["refund", "tip_refund"]) ? [refunds(filter, cut)] : []),
    ...(of(["kept"]) ? [kept(filter, cut)] : []),
    ...(of(["points_given", "points_redeemed", "points_penalty"]) ? [points(filter, cut)] : []),
  ];
}

/** The kinds that a filter asks for, as a condition; none when it asks for all of a branch. */
function kindIs(column: Sql, filter: FinanceFilter, ofBranch: readonly OperationKind[]): Sql {
  const asked = filter.kinds?.filter((kind) => ofBranch.includes(kind)) ?? ofBranch;
  return asked.length === ofBranch.length ? empty : sql`AND ${column} IN (${join(asked)})`;
}

/** Days are those of the business: from the first instant of the first to the last of the last (UN-4). */
const within = (moment: Sql, { from, to, zone }: FinanceFilter): Sql =>
  sql`${moment} >= ${startOfDay(from, zone)} AND ${moment} < ${startOfDay(plusDays(to, 1), zone)}`;

const newest = (moment: Sql, id: Sql, { rowsMax }: Cut): Sql =>
  rowsMax === undefined ? empty : sql`ORDER BY ${moment} DESC, ${id} DESC LIMIT ${rowsMax}`;

const ofClient = (column: Sql, { clientId }: FinanceFilter): Sql =>
  clientId === undefined ? empty : sql`AND ${column} = ${clientId}::uuid`;

const ofWork = ({ specialistId, serviceId }: FinanceFilter): Sql =>
  sql`${specialistId === undefined ? empty : sql`AND booking.specialist_id = ${specialistId}::uuid`}
      ${serviceId === undefined ? empty : sql`AND booking.service_id = ${serviceId}::uuid`}`;

const isAboutWork = ({ specialistId, serviceId }: FinanceFilter): boolean =>
  specialistId !== undefined || serviceId !== undefined;

const withBooking = (id: Sql, isNeeded: boolean): Sql =>
  isNeeded ? sql`JOIN bookings booking ON booking.id = ${id}` : empty;

/** What of a payment was promised back and was refused, and not promised again: a person has to see to it (PY-5). */
const UNANSWERED_REFUSALS = sql`
  least(payment.captured_kopecks - back.promised, (
    SELECT coalesce(sum(refused.amount_kopecks), 0) FROM refunds refused
    WHERE refused.payment_id = payment.id AND refused.state = 'canceled'
      AND refused.amount_kopecks > (
        SELECT coalesce(sum(again.amount_kopecks), 0) FROM refunds again
        WHERE again.payment_id = payment.id AND again.state <> 'canceled' AND again.created_at >= refused.ended_at)))`;

/** What went back of a payment: arrived, promised, refused. */
const BACK = sql`
  LATERAL (
    SELECT coalesce(sum(refund.amount_kopecks) FILTER (WHERE refund.state = 'succeeded'), 0) AS done,
           coalesce(sum(refund.amount_kopecks) FILTER (WHERE refund.state <> 'canceled'), 0) AS promised,
           count(*) FILTER (WHERE refund.state = 'canceled') AS refusals
    FROM refunds refund WHERE refund.payment_id = payment.id) AS back,
  LATERAL (SELECT CASE WHEN back.refusals = 0 THEN 0 ELSE ${UNANSWERED_REFUSALS} END AS refused) AS unanswered`;

const PAYMENT_MOMENT = sql`coalesce(payment.ended_at, payment.created_at)`;
const PAYMENT_KIND = sql`
  CASE WHEN payment.kind = 'tip' THEN 'tip' WHEN payment.method = 'bank_card' THEN 'card' ELSE payment.method END`;
const IS_OPEN = sql`payment.state NOT IN ('captured', 'cancelled', 'rejected')`;

/** What did not bring a visit, though it was promised. */
const ENDED_WITHOUT_VISIT = sql`('cancelled', 'moved', 'no_show')`;

/** An attempt that came to nothing: over, or not paid yet and let go by us. */
const CAME_TO_NOTHING = sql`(
  payment.state IN ('cancelled', 'rejected') OR (payment.state IN ('new', 'pending') AND payment.abandoned_at IS NOT NULL))`;

const PAYMENT_FATE = sql`
  CASE WHEN ${CAME_TO_NOTHING} THEN 'never_taken'
       WHEN payment.state IN ('new', 'pending') THEN 'unpaid'
       WHEN ${IS_OPEN} THEN 'waiting'
       WHEN back.promised > back.done OR unanswered.refused > 0 THEN 'waiting'
       WHEN back.done >= payment.captured_kopecks THEN 'refunded'
       WHEN payment.kind = 'on_spot' AND booking.state = 'cancelled' THEN 'waiting'
       WHEN payment.kind <> 'tip' AND booking.state IN ${ENDED_WITHOUT_VISIT} THEN 'kept'
       WHEN back.done > 0 THEN 'partly_refunded'
       ELSE 'captured' END`;

function payments(filter: FinanceFilter, cut: Cut): Sql {
  const needsFate = cut.withFate || filter.fate !== undefined;
  const told = needsFate
    ? sql`${PAYMENT_FATE} AS fate, back.done AS returned`
    : sql`NULL AS fate, 0 AS returned`;
  const kinds = ["card", "sbp", "cash", "terminal", "transfer", "tip"] as const;
  return sql`
    SELECT ${PAYMENT_KIND} AS kind, payment.id, ${PAYMENT_MOMENT} AS at, payment.booking_id, payment.client_id,
           payment.amount_kopecks AS amount, payment.captured_kopecks AS gross,
           CASE WHEN payment.kind = 'on_spot' OR payment.captured_kopecks = 0 THEN 0
                ELSE payment.captured_kopecks - payment.income_kopecks END AS fee,
           0 AS points, ${IS_OPEN} AS is_open, ${told},
           CASE WHEN payment.state = 'captured' THEN NULL ELSE coalesce(payment.ended_reason, payment.state) END AS detail, NULL AS note
    FROM payments payment ${withBooking(sql`payment.booking_id`, needsFate || isAboutWork(filter))}
    ${needsFate ? sql`CROSS JOIN ${BACK}` : empty}
    WHERE ${within(PAYMENT_MOMENT, filter)} ${kindIs(PAYMENT_KIND, filter, kinds)}
      ${ofClient(sql`payment.client_id`, filter)} ${ofWork(filter)}
      ${
        filter.fate === undefined
          ? sql`AND NOT ${CAME_TO_NOTHING}`
          : sql`AND ${PAYMENT_FATE} = ${filter.fate}`
      }
    ${newest(PAYMENT_MOMENT, sql`payment.id`, cut)}`;
}

const REFUND_MOMENT = sql`coalesce(refund.ended_at, refund.created_at)`;
const REFUND_KIND = sql`CASE WHEN payment.kind = 'tip' THEN 'tip_refund' ELSE 'refund' END`;
const REFUND_FATE = sql`
  CASE refund.state WHEN 'succeeded' THEN 'refunded' WHEN 'canceled' THEN 'refused' ELSE 'waiting' END`;

function refunds(filter: FinanceFilter, cut: Cut): Sql {
  return sql`
    SELECT ${REFUND_KIND} AS kind, refund.id, ${REFUND_MOMENT} AS at, refund.booking_id, payment.client_id,
           refund.amount_kopecks AS amount, CASE refund.state WHEN 'succeeded' THEN -refund.amount_kopecks ELSE 0 END AS gross,
           0 AS fee, 0 AS points, refund.state IN ('queued', 'pending') AS is_open, ${REFUND_FATE} AS fate, 0 AS returned,
           refund.reason AS detail, refund.note
    FROM refunds refund
    CROSS JOIN LATERAL (SELECT kind, client_id FROM payments WHERE id = refund.payment_id OFFSET 0) AS payment
    ${withBooking(sql`refund.booking_id`, isAboutWork(filter))}
    WHERE ${within(REFUND_MOMENT, filter)} ${kindIs(REFUND_KIND, filter, ["refund", "tip_refund"])}
      ${ofClient(sql`payment.client_id`, filter)} ${ofWork(filter)}
      ${filter.fate === undefined ? empty : sql`AND ${REFUND_FATE} = ${filter.fate}`}
    ${newest(REFUND_MOMENT, sql`refund.id`, cut)}`;
}

/** What may keep money, by the terms of every booking: a late end (CX-2, CX-7), a visit that was missed (CX-3). */
const KEEPS = sql`(booking.state = 'no_show' OR booking.ended_reason IN ('client_late', 'moved_late'))`;

/** One row for a booking: what of its money is left with us, and nobody owes it to the client any more. */
function kept(filter: FinanceFilter, cut: Cut): Sql {
  const { fate } = filter;
  return sql`
    SELECT 'kept' AS kind, booking.id, booking.ended_at AS at, booking.id AS booking_id, booking.client_id,
           stays.amount, 0 AS gross, 0 AS fee, 0 AS points, false AS is_open, 'kept' AS fate, 0 AS returned,
           booking.ended_reason AS detail, NULL AS note
    FROM bookings booking
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(payment.captured_kopecks - back.promised - unanswered.refused), 0)::int AS amount
      FROM payments payment CROSS JOIN ${BACK}
      WHERE payment.booking_id = booking.id AND payment.state = 'captured' AND payment.kind <> 'tip'
        AND NOT (payment.kind = 'on_spot' AND booking.state = 'cancelled')) AS stays
    WHERE ${KEEPS} AND ${within(sql`booking.ended_at`, filter)} AND stays.amount > 0
      ${ofClient(sql`booking.client_id`, filter)} ${ofWork(filter)}
      ${fate === undefined || fate === "kept" ? empty : sql`AND false`}
    ${newest(sql`booking.ended_at`, sql`booking.id`, cut)}`;
}

const POINT_OPERATION = sql`
  CASE WHEN entry.kind IN ('redemption', 'redemption_return') THEN 'points_redeemed'
       WHEN entry.kind IN ('penalty', 'penalty_reversal') THEN 'points_penalty' ELSE 'points_given' END`;

/** Two clients who turned out to be one: what one gave the other took, and nobody got a point (PE-4). */
const NO_OPERATION = sql`'merge'`;

function points(filter: FinanceFilter, cut: Cut): Sql {
  const kinds = ["points_given", "points_redeemed", "points_penalty"] as const;
  const { fate } = filter;
  return sql`
    SELECT ${POINT_OPERATION} AS kind, entry.id, entry.created_at AS at, entry.booking_id, entry.client_id,
           0 AS amount, 0 AS gross, 0 AS fee, entry.points, false AS is_open, 'posted' AS fate, 0 AS returned,
           entry.kind AS detail, entry.reason AS note
    FROM point_entries entry ${withBooking(sql`entry.booking_id`, isAboutWork(filter))}
    WHERE ${within(sql`entry.created_at`, filter)} AND entry.kind <> ${NO_OPERATION}
      ${kindIs(POINT_OPERATION, filter, kinds)} ${ofClient(sql`entry.client_id`, filter)} ${ofWork(filter)}
      ${fate === undefined || fate === "posted" ? empty : sql`AND false`}
    ${newest(sql`entry.created_at`, sql`entry.id`, cut)}`;
}
