import { isDeepStrictEqual } from "node:util";
import type { Database } from "../../src/core/runtime/database.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { type Booking, isLive, type Refund, type World } from "./model/state.ts";

/** One fact on which model and product differ. */
export type Difference = { readonly about: string; readonly model: unknown; readonly product: unknown };

type Facts = Readonly<Record<string, unknown>>;
type PaymentRow = {
  readonly id: string;
  readonly kind: string;
  readonly method: string;
  readonly amount: number;
  readonly state: string;
  readonly isAbandoned: boolean;
};
type RefundRow = {
  readonly paymentId: string;
  readonly amount: number;
  readonly reason: string;
  readonly afterMark: number | null;
  readonly state: string;
};
type BookingRow = {
  readonly facts: Facts & { readonly id: string };
  readonly payments: readonly PaymentRow[];
  readonly refunds: readonly RefundRow[];
};
type Read = {
  readonly bookings: readonly BookingRow[] | null;
  readonly clients: readonly (Facts & { readonly id: string })[] | null;
  readonly slots: readonly (Facts & { readonly id: string })[] | null;
};

/**
 * Compares what a step may have touched, row by row: a list of differences, empty when there are none.
 *
 * Names that only the product knows (ids of payments) are learnt here.
 */
export async function compareTouched(db: Database, world: World): Promise<readonly Difference[]> {
  const { touched } = world;
  if (touched.bookings.size + touched.clients.size + touched.slots.size === 0) return [];
  const read = await readRows(db, [...touched.bookings], [...touched.clients], [...touched.slots]);
  const bookings = new Map((read.bookings ?? []).map((row) => [row.facts.id, row]));
  const clients = new Map((read.clients ?? []).map((row) => [row.id, row]));
  const slots = new Map((read.slots ?? []).map((row) => [row.id, row]));
  const differences: Difference[] = [];
  for (const id of touched.bookings) {
    const booking = world.bookings.get(id);
    const row = bookings.get(id);
    if (booking !== undefined && row !== undefined) differences.push(...compareBooking(world, booking, row));
    else if (booking !== undefined || row !== undefined)
      differences.push({ about: `booking ${id}`, model: booking?.state, product: row?.facts });
  }
  for (const id of touched.clients)
    differences.push(...compareFacts(`client ${id}`, clientFacts(world, id), clients.get(id)));
  for (const id of touched.slots)
    differences.push(...compareFacts(`slot ${id}`, slotFacts(world, id), slots.get(id)));
  touched.bookings.clear();
  touched.clients.clear();
  touched.slots.clear();
  return differences;
}

/** Marks everybody and everything to be compared. */
export function touchAll(world: World): void {
  for (const id of world.bookings.keys()) world.touched.bookings.add(id);
  for (const id of world.clients.keys()) world.touched.clients.add(id);
  for (const id of world.slots.keys()) world.touched.slots.add(id);
}

async function readRows(
  db: Database,
  bookingIds: readonly string[],
  clientIds: readonly string[],
  slotIds: readonly string[],
): Promise<Read> {
  const row = await db.first<Read>(sql`
    SELECT (SELECT jsonb_agg(jsonb_build_object('facts', jsonb_build_object(
        'id', b.id, 'clientId', b.client_id, 'specialistId', b.specialist_id, 'serviceId', b.service_id,
        'state', b.state, 'reason', b.ended_reason, 'replacesId', b.replaces_id, 'madeBy', b.made_by, 'kind', b.slot_kind, 'slotIds', to_jsonb(b.slot_ids),
        'startMs', ms(b.starts_at), 'endMs', ms(b.ends_at), 'createdMs', ms(b.created_at),
        'heldUntilMs', CASE WHEN b.state = 'held' THEN ms(b.held_until) END, 'confirmedMs', ms(b.confirmed_at),
        'endedMs', ms(b.ended_at), 'points', b.points, 'choice', b.pay_choice, 'payNow', b.pay_now_kopecks,
        'onSpot', b.on_spot_kopecks, 'marks', b.marks, 'rebookOfId', b.rebook_of_id,
        'list', b.list_price_kopecks, 'hotDiscount', b.hot_discount_kopecks, 'friendDiscount', b.friend_discount_kopecks,
        'discount', b.discount_kopecks, 'price', b.price_kopecks, 'hasFriend', b.has_friend_discount,
        'policy', b.payment_policy, 'prepayment', b.prepayment_kopecks, 'lateHours', b.cancel_late_hours,
        'graceMinutes', b.cancel_grace_minutes, 'penaltyPercent', b.penalty_percent, 'keepsPrepayment', b.keeps_prepayment,
        'accrualPercent', b.accrual_percent, 'accrualBase', b.accrual_base, 'rebookPercent', b.rebook_percent,
        'rebookDays', b.rebook_days,
        'owns', (SELECT count(*) FROM slots WHERE booking_id = b.id),
        'hold', (SELECT jsonb_build_object('points', points, 'state', state, 'heldMs', ms(held_at))
                 FROM point_holds WHERE booking_id = b.id),
        'entries', (SELECT jsonb_agg(jsonb_build_object('clientId', client_id, 'kind', kind, 'points', points, 'number', number)
                      ORDER BY kind COLLATE "C", client_id, number) FROM point_entries WHERE booking_id = b.id)),
      'payments', coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'method', method, 'amount', amount_kopecks,
                      'state', state, 'isAbandoned', abandoned_at IS NOT NULL) ORDER BY created_at, id)
                    FROM payments WHERE booking_id = b.id), '[]'),
      'refunds', coalesce((SELECT jsonb_agg(jsonb_build_object('paymentId', payment_id, 'amount', amount_kopecks, 'reason', reason,
                      'afterMark', after_mark, 'state', state) ORDER BY created_at, payment_id, amount_kopecks, state)
                    FROM refunds WHERE booking_id = b.id), '[]')))
      FROM bookings b WHERE b.id = ANY(${bookingIds}::uuid[])) AS bookings,
    (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'balance', c.points_balance, 'isVip', c.is_vip, 'phone', c.phone,
        'inviterId', c.invited_by_id,
        'held', coalesce((SELECT sum(points) FROM point_holds WHERE client_id = c.id AND state = 'held'), 0),
        'live', (SELECT count(*) FROM bookings WHERE client_id = c.id AND state IN ('held', 'confirming', 'confirmed')),
        'blocks', coalesce((SELECT jsonb_agg(jsonb_build_object('untilMs', ms(ends_at), 'isLifted', lifted_at IS NOT NULL,
                              'bookingId', booking_id) ORDER BY created_at, id) FROM client_blocks WHERE client_id = c.id), '[]')))
      FROM clients c WHERE c.id = ANY(${clientIds}::uuid[])) AS clients,
    (SELECT jsonb_agg(jsonb_build_object('id', s.id, 'startMs', ms(s.starts_at), 'endMs', ms(s.ends_at), 'kind', s.kind,
        'percent', s.discount_percent, 'isOpen', s.state = 'open', 'ownerId', s.booking_id))
      FROM slots s WHERE s.id = ANY(${slotIds}::uuid[])) AS slots`);
  return row ?? { bookings: null, clients: null, slots: null };
}

function compareBooking(world: World, booking: Booking, row: BookingRow): readonly Difference[] {
  const about = `booking ${booking.id}`;
  const differences = [...compareFacts(about, bookingFacts(world, booking), row.facts)];
  for (const [index, payment] of booking.payments.entries()) payment.id ??= row.payments[index]?.id;
  const payments = booking.payments.map(({ id, kind, method, amount, state, isAbandoned }) => ({
    id,
    kind,
    method,
    amount,
    state,
    isAbandoned,
  }));
  if (!isDeepStrictEqual(payments, row.payments))
    differences.push({ about: `${about}: payments`, model: payments, product: row.payments });
  return [...differences, ...compareRefunds(about, booking, row.refunds)];
}

function compareRefunds(about: string, booking: Booking, rows: readonly RefundRow[]): readonly Difference[] {
  const model = booking.refunds.map((one) => refundName(one, one.isRefused)).sort();
  const product = rows
    .map((row) => refundName({ ...row, payment: { id: row.paymentId } }, row.state === "canceled"))
    .sort();
  return isDeepStrictEqual(model, product) ? [] : [{ about: `${about}: refunds`, model, product }];
}

type NamedRefund = {
  readonly payment: { readonly id: string | undefined };
  readonly amount: number;
  readonly reason: string;
  readonly afterMark: number | null | undefined;
};
const refundName = ({ payment, amount, reason, afterMark }: NamedRefund, isRefused: boolean): string =>
  `${payment.id} ${amount} ${reason} after ${afterMark ?? "no"} mark${isRefused ? ", refused" : ""}`;

/**
 * What the gateway made of refunds is read from their rows, and held against its books later: that it refused one is
 * known to nobody before it has.
 */
export async function learnRefunds(
  db: Database,
  bookings: readonly Booking[],
  refused: (booking: Booking, refund: Refund) => void,
): Promise<void> {
  const ids = bookings.map(({ id }) => id);
  const rows = await db.many<RefundRow & { bookingId: string }>(sql`
    SELECT booking_id, payment_id, amount_kopecks AS amount, reason, after_mark, state FROM refunds
    WHERE booking_id = ANY(${ids}::uuid[]) ORDER BY created_at, id`);
  for (const booking of bookings) {
    const waiting = booking.refunds.filter(({ isOver }) => !isOver);
    const over = booking.refunds.filter(({ isOver }) => isOver);
    for (const row of rows.filter(({ bookingId }) => bookingId === booking.id)) {
      const name = refundName({ ...row, payment: { id: row.paymentId } }, false);
      const isIt = (one: Refund) => refundName(one, false) === name;
      const known = over.findIndex((one) => isIt(one) && one.isRefused === (row.state === "canceled"));
      if (known >= 0) {
        over.splice(known, 1);
        continue;
      }
      const place = waiting.findIndex(isIt);
      const refund = waiting[place];
      if (refund === undefined) continue;
      waiting.splice(place, 1);
      refund.isOver = row.state === "canceled" || row.state === "succeeded";
      if (row.state === "canceled") refused(booking, refund);
    }
  }
}

function compareFacts(
  about: string,
  model: Facts | undefined,
  product: Facts | undefined,
): readonly Difference[] {
  if (model === undefined || product === undefined)
    return model === product ? [] : [{ about, model: model ?? "nothing", product: product ?? "nothing" }];
  return Object.keys(model)
    .filter((key) => !isDeepStrictEqual(model[key] ?? null, product[key] ?? null))
    .map((key) => ({ about: `${about}: ${key}`, model: model[key], product: product[key] }));
}

function bookingFacts(world: World, booking: Booking): Facts {
  const { id, clientId, specialistId, serviceId, state, reason, kind, slotIds, startMs, endMs, createdMs } =
    booking;
  const entries = booking.entries
    .map(({ clientId: whose, kind: what, points, number }) => ({
      clientId: whose,
      kind: what,
      points,
      number,
    }))
    .sort((a, b) => order(a.kind, b.kind) || order(a.clientId, b.clientId) || a.number - b.number);
  return {
    ...{ id, clientId, specialistId, serviceId, state, reason, kind, slotIds, startMs, endMs, createdMs },
    ...booking.terms,
    madeBy: booking.isByStaff ? "staff" : "client",
    heldUntilMs: state === "held" ? booking.heldUntilMs : undefined,
    confirmedMs: booking.confirmedMs,
    endedMs: booking.endedMs,
    points: booking.points,
    choice: booking.choice,
    payNow: booking.payNow,
    onSpot: booking.onSpot,
    marks: booking.marks,
    rebookOfId: booking.rebookOfId,
    owns: slotIds.filter((slotId) => world.slots.get(slotId)?.ownerId === id).length,
    replacesId: booking.replacesId,
    hold: booking.hold,
    entries: entries.length === 0 ? undefined : entries,
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function clientFacts(world: World, id: string): Facts | undefined {
  const client = world.clients.get(id) ?? world.gone.get(id);
  if (client === undefined) return undefined;
  const { balance, isVip, phone, inviterId } = client;
  const held = client.bookings.reduce((sum, { hold }) => sum + (hold?.state === "held" ? hold.points : 0), 0);
  const live = client.bookings.filter(isLive).length;
  const blocks = client.blocks.map(({ untilMs, isLifted, bookingId }) => ({
    untilMs: untilMs ?? null,
    isLifted,
    bookingId: bookingId ?? null,
  }));
  return { id, balance, isVip, phone, inviterId, held, live, blocks };
}

function slotFacts(world: World, id: string): Facts | undefined {
  const slot = world.slots.get(id);
  if (slot === undefined) return undefined;
  const { startMs, endMs, kind, percent, isOpen, ownerId } = slot;
  return { id, startMs, endMs, kind, percent, isOpen, ownerId };
}
