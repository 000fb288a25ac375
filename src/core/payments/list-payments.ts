import { type Kopecks, kopecks } from "../kernel/money.ts";
import { type Queryable, type Sql, sql } from "../runtime/sql.ts";
import type { PaymentKind, PaymentMethod, PaymentState } from "./model.ts";

export type PaymentRowView = {
  readonly id: string;
  readonly bookingId: string;
  readonly bookingNumber: number;
  readonly clientId: string;
  readonly clientName: string;
  readonly kind: PaymentKind;
  readonly method: PaymentMethod;
  readonly state: PaymentState;
  readonly amount: Kopecks;
  readonly captured: Kopecks;
  readonly refunded: Kopecks;
  readonly createdAt: Date;
  readonly endedReason: string | undefined;
  /** Since when nobody waits for it. */
  readonly abandonedAt: Date | undefined;
  /** The member of staff who took it on the spot. */
  readonly takenBy: string | undefined;
};

export type PaymentFilter = {
  readonly paymentId?: string | undefined;
  readonly bookingId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly kind?: PaymentKind | undefined;
  readonly state?: PaymentState | undefined;
  /** Only those that the gateway is still to be asked about. */
  readonly isUnanswered?: boolean | undefined;
  /** Begun then or later. */
  readonly from?: Date | undefined;
  /** Begun before. */
  readonly to?: Date | undefined;
  readonly rowsMax: number;
  readonly offset?: number | undefined;
};

/** Payments with what went back of each, newest first. */
export async function listPayments(
  via: Queryable,
  filter: PaymentFilter,
): Promise<readonly PaymentRowView[]> {
  const rows = await via.many<{
    id: string;
    bookingId: string;
    number: number;
    clientId: string;
    name: string;
    kind: PaymentKind;
    method: PaymentMethod;
    state: PaymentState;
    amountKopecks: number;
    capturedKopecks: number;
    refunded: number;
    createdAt: Date;
    endedReason: string | null;
    abandonedAt: Date | null;
    takenBy: string | null;
  }>(sql`
    SELECT payment.id, payment.booking_id, booking.number, payment.client_id, client.name, payment.kind, payment.method, payment.state, payment.amount_kopecks, payment.captured_kopecks,
           coalesce((SELECT sum(amount_kopecks) FROM refunds
                     WHERE payment_id = payment.id AND state = 'succeeded'), 0)::int AS refunded,
           payment.created_at, payment.ended_reason, payment.abandoned_at, staff.name AS taken_by
    FROM payments payment JOIN bookings booking ON booking.id = payment.booking_id JOIN clients client ON client.id = payment.client_id
    LEFT JOIN staff ON staff.id = payment.staff_id
    WHERE ${conditionOf(filter)}
    ORDER BY payment.created_at DESC, payment.id LIMIT ${filter.rowsMax} OFFSET ${filter.offset ?? 0}`);
  return rows.map((row) => ({
    id: row.id,
    bookingId: row.bookingId,
    bookingNumber: row.number,
    clientId: row.clientId,
    clientName: row.name,
    kind: row.kind,
    method: row.method,
    state: row.state,
    amount: kopecks(row.amountKopecks),
    captured: kopecks(row.capturedKopecks),
    refunded: kopecks(row.refunded),
    createdAt: row.createdAt,
    endedReason: row.endedReason ?? undefined,
    abandonedAt: row.abandonedAt ?? undefined,
    takenBy: row.takenBy ?? undefined,
  }));
}

function conditionOf(filter: PaymentFilter): Sql {
  const { paymentId = null, bookingId = null, clientId = null }: Ids = filter;
  const { kind = null, state = null, from = null, to = null }: Facts = filter;
  return sql`(${paymentId}::uuid IS NULL OR payment.id = ${paymentId}::uuid)
    AND (${bookingId}::uuid IS NULL OR payment.booking_id = ${bookingId}::uuid)
    AND (${clientId}::uuid IS NULL OR payment.client_id = ${clientId}::uuid)
    AND (${kind}::text IS NULL OR payment.kind = ${kind})
    AND (${state}::text IS NULL OR payment.state = ${state})
    AND (NOT ${filter.isUnanswered ?? false}::boolean OR payment.next_check_at IS NOT NULL)
    AND (${from}::timestamptz IS NULL OR payment.created_at >= ${from})
    AND (${to}::timestamptz IS NULL OR payment.created_at < ${to})`;
}

type OrNull<T> = { readonly [K in keyof T]?: T[K] | null };
type Ids = OrNull<Pick<PaymentFilter, "paymentId" | "bookingId" | "clientId">>;
type Facts = OrNull<Pick<PaymentFilter, "kind" | "state" | "from" | "to">>;

/** What went back of each of these payments and arrived; one of which nothing did is not named. @source PY-5 */
export async function refundedOf(
  via: Queryable,
  paymentIds: readonly string[],
): Promise<ReadonlyMap<string, Kopecks>> {
  const rows = await via.many<{ paymentId: string; refunded: number }>(sql`
    SELECT payment_id, sum(amount_kopecks)::int AS refunded FROM refunds
    WHERE payment_id = ANY(${paymentIds}::uuid[]) AND state = 'succeeded' GROUP BY payment_id`);
  return new Map(rows.map(({ paymentId, refunded }) => [paymentId, kopecks(refunded)]));
}
