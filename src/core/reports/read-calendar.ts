import { type BookingState, owedOnSpot } from "../booking/index.ts";
import { listTimeOff, type SlotKind, type TimeOff } from "../calendar/index.ts";
import { daysAfter } from "../kernel/instant.ts";
import { invariant } from "../kernel/invariant.ts";
import { type Kopecks, kopecks } from "../kernel/money.ts";
import { type Points, points } from "../kernel/points.ts";
import { blockedAt } from "../people/index.ts";
import { type Queryable, type RowOf, sql } from "../runtime/sql.ts";
import {
  type CalendarSpan,
  isShown,
  revisionAroundBookings,
  revisionOfRead,
  writerOf,
} from "./calendar-revision.ts";
import { type CalendarSlot, readSlots } from "./packed-slots.ts";

/** So many days are drawn at once: six weeks are the most that a month reaches into. */
export const CALENDAR_DAYS_MAX = 42;

export type CalendarBooking = {
  readonly id: string;
  readonly number: number;
  readonly state: BookingState;
  readonly specialistId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly slotKind: SlotKind;
  readonly clientId: string;
  readonly clientName: string;
  readonly clientPhone: string | undefined;
  readonly isVip: boolean;
  readonly isBlocked: boolean;
  readonly serviceId: string;
  readonly serviceName: string;
  readonly price: Kopecks;
  readonly points: Points;
  /** Received for the visit and not gone back. */
  readonly paid: Kopecks;
  /** What is still to be paid on the spot. */
  readonly owedOnSpot: Kopecks;
  /** Until when an unpaid hold lives. */
  readonly heldUntil: Date | undefined;
  /** When the client said that they will come. */
  readonly promisedAt: Date | undefined;
  readonly note: string;
  /** The booking that this one is to replace, or has replaced (CX-7). */
  readonly replacesId: string | undefined;
  /** The hold that is to replace this one: a move is in progress. */
  readonly movingToId: string | undefined;
};

export type CalendarSpecialist = {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
};

export type CalendarView = {
  /** What `calendarRevision` answers for the same span as long as nothing of this has changed. */
  readonly revision: string;
  /** The columns, in the owner's order: who is active, and who is not any more but has something here. */
  readonly specialists: readonly CalendarSpecialist[];
  /** Each specialist's in order. */
  readonly slots: readonly CalendarSlot[];
  readonly bookings: readonly CalendarBooking[];
  readonly timeOff: readonly TimeOff[];
};

/**
 * Everything that a calendar of a span shows: slots, bookings with names and money, time off, and whose columns they are.
 *
 * Each part of the revision is of the very rows that are shown, or was read before them: whatever changes meanwhile is
 * seen as a change the next time it is asked for.
 *
 * @throws InvariantError when the span is longer than 42 days
 * @source SL-3 SL-6 PE-3
 */
export async function readCalendar(
  via: Queryable,
  span: CalendarSpan & { readonly now: Date },
): Promise<CalendarView> {
  const { from, to } = span;
  invariant(from < to && to <= daysAfter(from, CALENDAR_DAYS_MAX + 1), "a calendar of at most 42 days", {
    from,
    to,
  });
  const around = await revisionAroundBookings(via, span);
  const [specialists, slots, rows, money, timeOff] = await Promise.all([
    readSpecialists(via, span.specialistIds),
    readSlots(via, span),
    readBookings(via, span),
    readMoney(via, span),
    listTimeOff(via, { startsAt: from, endsAt: to }, { specialistIds: span.specialistIds }),
  ]);
  const ofOne = new Map(money.map((one) => [one.id, one]));
  const bookings = rows.map((row) => toBooking(row, ofOne.get(row.id) ?? NO_MONEY));
  const revision = revisionOfRead(
    around,
    { rows: rows.length, writers: sumOf(rows, ({ writer }) => writer) },
    { rows: sumOf(money, ({ payments }) => payments), writers: sumOf(money, ({ payWriters }) => payWriters) },
    {
      rows: sumOf(money, ({ refunds }) => refunds),
      writers: sumOf(money, ({ refundWriters }) => refundWriters),
    },
  );
  const busy = new Set([...slots, ...bookings, ...timeOff].map(({ specialistId }) => specialistId));
  const shown = specialists.filter(({ id, isActive }) => isActive || busy.has(id));
  return { revision, specialists: shown, slots, bookings, timeOff };
}

const readSpecialists = (
  via: Queryable,
  specialistIds: readonly string[] | undefined,
): Promise<readonly CalendarSpecialist[]> =>
  via.many(sql`
    SELECT id, name, is_active FROM specialists WHERE ${specialistIds === undefined ? sql`true` : sql`id = ANY(${specialistIds}::uuid[])`} ORDER BY position, name`);

const sumOf = <T>(rows: readonly T[], figure: (row: T) => number): number =>
  rows.reduce((sum, row) => sum + figure(row), 0);

type BookingRow = Omit<RowOf<CalendarBooking>, "price" | "paid" | "owedOnSpot" | "points"> & {
  readonly writer: number;
  readonly price: number;
  readonly points: number;
  readonly onSpot: number;
};

const readBookings = (
  via: Queryable,
  span: CalendarSpan & { readonly now: Date },
): Promise<readonly BookingRow[]> =>
  via.many(sql`
    SELECT ${writerOf(sql`booking`)} AS writer, booking.id, booking.number, booking.state, booking.specialist_id, booking.starts_at, booking.ends_at,
           booking.slot_kind, booking.client_id, client.name AS client_name, client.phone AS client_phone, client.is_vip,
           ${blockedAt(sql`client.id`, span.now)} AS is_blocked, booking.service_id, service.name AS service_name,
           booking.price_kopecks AS price, booking.points, booking.on_spot_kopecks AS on_spot, booking.held_until,
           booking.promised_at, booking.note, booking.replaces_id,
           (SELECT id FROM bookings next
            WHERE next.replaces_id = booking.id AND next.state IN ('held', 'confirming') LIMIT 1) AS moving_to_id
    FROM bookings booking
    JOIN clients client ON client.id = booking.client_id
    JOIN services service ON service.id = booking.service_id
    WHERE ${isShown(span)}
    ORDER BY booking.starts_at, booking.number`);

type Money = { readonly captured: number; readonly refunded: number; readonly givenBack: number };
const NO_MONEY: Money = { captured: 0, refunded: 0, givenBack: 0 };

type MoneyRow = Money & {
  readonly id: string;
  readonly payments: number;
  readonly payWriters: number;
  readonly refunds: number;
  readonly refundWriters: number;
};

/** What came and went for each booking: beside the bookings, or a week of a large salon would take half as long again. */
const readMoney = (via: Queryable, span: CalendarSpan): Promise<readonly MoneyRow[]> =>
  via.many(sql`
    SELECT booking.id, money.captured, money.payments, money.pay_writers, back.refunded, back.given_back, back.refunds, back.refund_writers
    FROM bookings booking
    JOIN LATERAL (
      SELECT coalesce(sum(captured_kopecks) FILTER (WHERE kind <> 'tip'), 0)::int AS captured,
             count(*)::int AS payments, coalesce(sum(${writerOf(sql`payment`)}), 0)::bigint AS pay_writers
      FROM payments payment WHERE booking_id = booking.id) AS money ON true
    JOIN LATERAL (
      SELECT coalesce(sum(refund.amount_kopecks) FILTER (WHERE ${COUNTS}), 0)::int AS refunded,
             coalesce(sum(refund.amount_kopecks) FILTER (WHERE ${COUNTS} AND refund.reason = 'by_staff'), 0)::int AS given_back,
             count(*)::int AS refunds, coalesce(sum(${writerOf(sql`refund`)}), 0)::bigint AS refund_writers
      FROM refunds refund JOIN payments payment ON payment.id = refund.payment_id
      WHERE refund.booking_id = booking.id) AS back ON true
    WHERE ${isShown(span)}`);

const COUNTS = sql`refund.state <> 'canceled' AND payment.kind <> 'tip'`;

/** Field by field: a week has a thousand of them, and to copy a row whole takes ten times as long. */
function toBooking(row: BookingRow, { captured, refunded, givenBack }: Money): CalendarBooking {
  const { state } = row;
  const price = kopecks(row.price);
  const spent = points(row.points);
  const paid = kopecks(captured - refunded);
  const facts = { state, price, points: spent, onSpot: kopecks(row.onSpot), paid };
  return {
    id: row.id,
    number: row.number,
    state,
    specialistId: row.specialistId,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    slotKind: row.slotKind,
    clientId: row.clientId,
    clientName: row.clientName,
    clientPhone: row.clientPhone ?? undefined,
    isVip: row.isVip,
    isBlocked: row.isBlocked,
    serviceId: row.serviceId,
    serviceName: row.serviceName,
    price,
    points: spent,
    paid,
    owedOnSpot: owedOnSpot({ ...facts, givenBack: kopecks(givenBack) }),
    heldUntil: row.heldUntil ?? undefined,
    promisedAt: row.promisedAt ?? undefined,
    note: row.note,
    replacesId: row.replacesId ?? undefined,
    movingToId: row.movingToId ?? undefined,
  };
}
