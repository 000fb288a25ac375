import type { SlotKind } from "../calendar/index.ts";
import { type Kopecks, kopecks, percent } from "../kernel/money.ts";
import { NO_POINTS, points } from "../kernel/points.ts";
import { earnedPoints } from "../loyalty/index.ts";
import { dropReminders } from "../notifications/index.ts";
import type { OnlineMethod } from "../payments/index.ts";
import { isReachable } from "../people/index.ts";
import { empty, type Queryable, type Sql, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { type Booking, type BookingState, type BookingView, DEAD_STATES, type EndReason } from "./model.ts";
import { MOVE_COLUMNS, type MoveRow, toMoveView } from "./move-view.ts";
import { owedOnSpot, takableOnSpot } from "./rules/on-spot.ts";
import type { PayChoice, PaymentPolicy } from "./rules/payment-split.ts";

type BookingRow = {
  id: string;
  number: number;
  clientId: string;
  specialistId: string;
  serviceId: string;
  state: BookingState;
  startsAt: Date;
  endsAt: Date;
  slotIds: string[];
  slotKind: SlotKind;
  replacesId: string | null;
  madeBy: "client" | "staff";
  createdAt: Date;
  heldUntil: Date | null;
  confirmedAt: Date | null;
  promisedAt: Date | null;
  endedAt: Date | null;
  endedReason: string | null;
  marks: number;
  listPriceKopecks: number;
  hotDiscountKopecks: number;
  friendDiscountKopecks: number;
  discountKopecks: number;
  priceKopecks: number;
  hasFriendDiscount: boolean;
  points: number;
  paymentPolicy: PaymentPolicy;
  prepaymentKopecks: number;
  payChoice: PayChoice;
  payNowKopecks: number;
  onSpotKopecks: number;
  cancelLateHours: number;
  cancelGraceMinutes: number;
  penaltyPercent: number;
  keepsPrepayment: boolean;
  accrualPercent: number;
  accrualBase: "price" | "paid";
  rebookPercent: number;
  rebookDays: number;
};

const toBooking = (row: BookingRow): Booking => ({
  id: row.id,
  number: row.number,
  clientId: row.clientId,
  specialistId: row.specialistId,
  serviceId: row.serviceId,
  state: row.state,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  slotIds: row.slotIds,
  slotKind: row.slotKind,
  replacesId: row.replacesId ?? undefined,
  madeBy: row.madeBy,
  createdAt: row.createdAt,
  heldUntil: row.heldUntil ?? undefined,
  confirmedAt: row.confirmedAt ?? undefined,
  promisedAt: row.promisedAt ?? undefined,
  endedAt: row.endedAt ?? undefined,
  endedReason: row.endedReason ?? undefined,
  marks: row.marks,
  listPrice: kopecks(row.listPriceKopecks),
  hotDiscount: kopecks(row.hotDiscountKopecks),
  friendDiscount: kopecks(row.friendDiscountKopecks),
  discount: kopecks(row.discountKopecks),
  price: kopecks(row.priceKopecks),
  hasFriendDiscount: row.hasFriendDiscount,
  points: points(row.points),
  policy: row.paymentPolicy,
  prepayment: kopecks(row.prepaymentKopecks),
  payChoice: row.payChoice,
  payNow: kopecks(row.payNowKopecks),
  onSpot: kopecks(row.onSpotKopecks),
  cancelLateHours: row.cancelLateHours,
  cancelGraceMinutes: row.cancelGraceMinutes,
  penaltyPercent: percent(row.penaltyPercent),
  keepsPrepayment: row.keepsPrepayment,
  accrualPercent: percent(row.accrualPercent),
  accrualBase: row.accrualBase,
  rebookPercent: percent(row.rebookPercent),
  rebookDays: row.rebookDays,
});

type ViewRow = BookingRow &
  MoveRow & {
    clientName: string;
    isClientReachable: boolean;
    serviceName: string;
    serviceKind: "in_person" | "online";
    specialistName: string;
    effectiveMeetingUrl: string | null;
    capturedTotal: number;
    refundedTotal: number;
    givenBack: number;
    takenOnSpot: number;
    tips: number;
    wasOffered: boolean;
    openPayment: {
      id: string;
      state: string;
      method: OnlineMethod;
      url: string | null;
      amount: number;
    } | null;
  };

function toView(row: ViewRow): BookingView {
  const booking = toBooking(row);
  const { price, points: spent, createdAt: bookedAt } = booking;
  const open = row.openPayment;
  const paid = kopecks(row.capturedTotal - row.refundedTotal);
  const takenOnSpot = kopecks(row.takenOnSpot);
  return {
    ...booking,
    clientName: row.clientName,
    isClientReachable: row.isClientReachable,
    serviceName: row.serviceName,
    serviceKind: row.serviceKind,
    specialistName: row.specialistName,
    meetingUrl: row.effectiveMeetingUrl ?? undefined,
    received: kopecks(row.capturedTotal),
    paid,
    refunded: kopecks(row.refundedTotal),
    takenOnSpot,
    owedOnSpot: owedOnSpot({ ...booking, paid, givenBack: kopecks(row.givenBack) }),
    takableOnSpot: takableOnSpot({ ...booking, paid }),
    tips: kopecks(row.tips),
    wasOffered: row.wasOffered,
    willEarn: DEAD_STATES.includes(booking.state)
      ? NO_POINTS
      : earnedPoints({ price, points: spent, bookedAt, previousVisit: undefined }, booking).visit,
    ...toMoveView(row),
    openPayment: open ? { ...open, url: open.url ?? undefined, amount: kopecks(open.amount) } : undefined,
  };
}

/** A booking with its names and its money: refunds count from the moment they are promised. */
const VIEW = sql`
  SELECT booking.*, client.name AS client_name, ${isReachable(sql`client`)} AS is_client_reachable, service.name AS service_name,
         service.kind AS service_kind, specialist.name AS specialist_name,
         coalesce(booking.meeting_url, CASE WHEN service.kind = 'online' THEN specialist.meeting_url END) AS effective_meeting_url,
         money.captured_total, money.open_payment, back.refunded_total, back.given_back,
         money.captured_on_spot - back.refunded_on_spot AS taken_on_spot, money.captured_tips - back.refunded_tips AS tips,
         EXISTS (SELECT FROM waitlist_offers WHERE booking_id = booking.id) AS was_offered,
         ${MOVE_COLUMNS}
  FROM bookings booking
  JOIN clients client ON client.id = booking.client_id
  JOIN services service ON service.id = booking.service_id
  JOIN specialists specialist ON specialist.id = booking.specialist_id
  LEFT JOIN LATERAL (
    SELECT coalesce(sum(captured_kopecks) FILTER (WHERE kind <> 'tip'), 0)::int AS captured_total,
           coalesce(sum(captured_kopecks) FILTER (WHERE kind = 'on_spot'), 0)::int AS captured_on_spot,
           coalesce(sum(captured_kopecks) FILTER (WHERE kind = 'tip'), 0)::int AS captured_tips,
           (array_agg(jsonb_build_object('id', id, 'state', state, 'method', method, 'url', confirmation_url, 'amount', amount_kopecks))
              FILTER (WHERE kind = 'booking' AND abandoned_at IS NULL
                        AND state IN ('new', 'pending', 'authorised', 'capturing')))[1] AS open_payment
    FROM payments WHERE booking_id = booking.id) AS money ON true
  LEFT JOIN LATERAL (
    SELECT coalesce(sum(refund.amount_kopecks) FILTER (WHERE payment.kind <> 'tip'), 0)::int AS refunded_total,
           coalesce(sum(refund.amount_kopecks) FILTER (WHERE payment.kind <> 'tip' AND refund.reason = 'by_staff'), 0)::int AS given_back,
           coalesce(sum(refund.amount_kopecks) FILTER (WHERE payment.kind = 'on_spot'), 0)::int AS refunded_on_spot,
           coalesce(sum(refund.amount_kopecks) FILTER (WHERE payment.kind = 'tip'), 0)::int AS refunded_tips
    FROM refunds refund JOIN payments payment ON payment.id = refund.payment_id
    WHERE refund.booking_id = booking.id AND refund.state <> 'canceled') AS back ON true`;

export async function findBooking(via: Queryable, bookingId: string): Promise<BookingView | undefined> {
  const row = await via.first<ViewRow>(sql`${VIEW} WHERE booking.id = ${bookingId}::uuid`);
  return row && toView(row);
}

export async function findBookings(
  via: Queryable,
  bookingIds: readonly string[],
): Promise<readonly BookingView[]> {
  const rows = await via.many<ViewRow>(sql`${VIEW} WHERE booking.id = ANY(${bookingIds}::uuid[])`);
  return rows.map(toView);
}

export async function findBookingByNumber(via: Queryable, number: number): Promise<BookingView | undefined> {
  const row = await via.first<ViewRow>(sql`${VIEW} WHERE booking.number = ${number}`);
  return row && toView(row);
}

/** The hold that a client has, if they have one; held by themselves, not by staff for them. */
export async function findHold(via: Queryable, clientId: string): Promise<BookingView | undefined> {
  // Nearly always there is none, and a look at the index says so without the whole view.
  const held = await via.first<{ id: string }>(sql`
    SELECT id FROM bookings
    WHERE client_id = ${clientId}::uuid AND state IN ('held', 'confirming') AND made_by = 'client'
    ORDER BY created_at DESC LIMIT 1`);
  return held && findBooking(via, held.id);
}

/** The booking alone, held still until the transaction ends. Its client is locked before it. */
export async function lockBooking(tx: Tx, bookingId: string): Promise<Booking | undefined> {
  const row = await tx.first<BookingRow>(
    sql`SELECT * FROM bookings WHERE id = ${bookingId}::uuid FOR NO KEY UPDATE`,
  );
  return row && toBooking(row);
}

export type BookingFilter = {
  readonly states?: readonly BookingState[] | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Only what ends after this moment. */
  readonly endsAfter?: Date | undefined;
  /** Only what is over by this moment: cancelled or moved, or begun and not still running. */
  readonly overAt?: Date | undefined;
  readonly specialistId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Only these. */
  readonly ids?: readonly string[] | undefined;
  readonly order?: "soonest" | "latest" | undefined;
  readonly rowsMax: number;
  readonly offset?: number | undefined;
};

/** Bookings by their start. */
export async function listBookings(via: Queryable, filter: BookingFilter): Promise<readonly BookingView[]> {
  const conditions: Sql[] = [sql`true`];
  if (filter.states) conditions.push(sql`booking.state = ANY(${filter.states}::text[])`);
  if (filter.from) conditions.push(sql`booking.starts_at >= ${filter.from}`);
  if (filter.to) conditions.push(sql`booking.starts_at < ${filter.to}`);
  if (filter.endsAfter) conditions.push(sql`booking.ends_at > ${filter.endsAfter}`);
  if (filter.overAt) {
    conditions.push(sql`(booking.state IN ('cancelled', 'moved')
      OR booking.starts_at < ${filter.overAt} AND NOT (booking.state = 'confirmed' AND booking.ends_at > ${filter.overAt}))`);
  }
  if (filter.specialistId) conditions.push(sql`booking.specialist_id = ${filter.specialistId}::uuid`);
  if (filter.clientId) conditions.push(sql`booking.client_id = ${filter.clientId}::uuid`);
  if (filter.ids) conditions.push(sql`booking.id = ANY(${filter.ids}::uuid[])`);
  const where = conditions.reduce((all, one) => (all === empty ? one : sql`${all} AND ${one}`), empty);
  const order =
    filter.order === "latest"
      ? sql`booking.starts_at DESC, booking.number DESC`
      : sql`booking.starts_at, booking.number`;
  const rows = await via.many<ViewRow>(
    sql`${VIEW} WHERE ${where} ORDER BY ${order} LIMIT ${filter.rowsMax} OFFSET ${filter.offset ?? 0}`,
  );
  return rows.map(toView);
}

type GivenLater =
  | "number"
  | "marks"
  | "confirmedAt"
  | "promisedAt"
  | "endedAt"
  | "endedReason"
  | "replacesId";
export type NewBooking = Omit<Booking, GivenLater> & {
  readonly replacesId?: string | undefined;
  readonly confirmedAt: Date | undefined;
  readonly staffId: string | null;
};

export async function insertBooking(tx: Tx, b: NewBooking): Promise<void> {
  await tx.run(sql`
    INSERT INTO bookings (id, client_id, specialist_id, service_id, state, starts_at, ends_at, slot_ids, slot_kind, made_by,
      staff_id, created_at, held_until, confirmed_at, list_price_kopecks, hot_discount_kopecks, friend_discount_kopecks,
      discount_kopecks, has_friend_discount, price_kopecks, points, payment_policy, prepayment_kopecks, pay_choice,
      pay_now_kopecks, on_spot_kopecks, cancel_late_hours, cancel_grace_minutes, penalty_percent, keeps_prepayment,
      accrual_percent, accrual_base, rebook_percent, rebook_days, replaces_id)
    VALUES (${b.id}::uuid, ${b.clientId}::uuid, ${b.specialistId}::uuid, ${b.serviceId}::uuid, ${b.state}, ${b.startsAt},
      ${b.endsAt}, ${b.slotIds}::uuid[], ${b.slotKind}, ${b.madeBy}, ${b.staffId}::uuid, ${b.createdAt}, ${b.heldUntil ?? null},
      ${b.confirmedAt ?? null}, ${b.listPrice}, ${b.hotDiscount}, ${b.friendDiscount}, ${b.discount}, ${b.hasFriendDiscount},
      ${b.price}, ${b.points}, ${b.policy}, ${b.prepayment}, ${b.payChoice}, ${b.payNow}, ${b.onSpot}, ${b.cancelLateHours},
      ${b.cancelGraceMinutes}, ${b.penaltyPercent}, ${b.keepsPrepayment}, ${b.accrualPercent}, ${b.accrualBase},
      ${b.rebookPercent}, ${b.rebookDays}, ${b.replacesId ?? null}::uuid)`);
}

export async function changePlan(
  tx: Tx,
  bookingId: string,
  plan: {
    readonly points: number;
    readonly payChoice: PayChoice;
    readonly payNow: Kopecks;
    readonly onSpot: Kopecks;
  },
): Promise<void> {
  await tx.run(sql`
    UPDATE bookings SET points = ${plan.points}, pay_choice = ${plan.payChoice}, pay_now_kopecks = ${plan.payNow},
      on_spot_kopecks = ${plan.onSpot}
    WHERE id = ${bookingId}::uuid`);
}

/** Moves a booking to a state that is alive. */
export async function enliven(
  tx: Tx,
  bookingId: string,
  to: { readonly state: "confirming" | "confirmed"; readonly confirmedAt: Date | undefined },
): Promise<void> {
  await tx.run(sql`
    UPDATE bookings SET state = ${to.state}, confirmed_at = ${to.confirmedAt ?? null}, held_until = NULL,
      ended_at = NULL, ended_reason = NULL
    WHERE id = ${bookingId}::uuid`);
}

/** Ends the booking row of a hold; its slots are free again by the database's own doing. */
export async function endHold(tx: Tx, bookingId: string, reason: EndReason, now: Date): Promise<void> {
  await tx.run(sql`
    UPDATE bookings SET state = 'expired', ended_at = ${now}, ended_reason = ${reason}
    WHERE id = ${bookingId}::uuid AND state IN ('held', 'confirming')`);
}

/** Ends a confirmed booking, and its reminders (MS-1); its slots are free again by the database's own doing. */
export async function endBooking(
  tx: Tx,
  bookingId: string,
  end: { readonly state: "cancelled" | "moved" | "completed" | "no_show"; readonly reason: string },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    UPDATE bookings SET state = ${end.state}, ended_at = ${now}, ended_reason = ${end.reason}
    WHERE id = ${bookingId}::uuid`);
  await dropReminders(tx, bookingId);
}
