import { sql } from "../../runtime/sql.ts";
import type { Check } from "../model.ts";

/** Why a payment goes back as a whole, as the settlement says it: such money never was the booking's (PY-3). */
const NEVER_KEPT = sql`('abandoned', 'given_up', 'double', 'too_late')`;

/**
 * Each captured payment for a booking with what was promised back of it. A refund that the gateway refused counts
 * apart: it was decided, and waits for a person, see `listWaitingMoney`.
 */
const CAPTURED = sql`
  captured AS (
    SELECT payment.id, payment.booking_id, payment.captured_kopecks AS captured,
           coalesce(back.promised, 0) AS promised, coalesce(back.refused, 0) AS refused,
           coalesce(back.by_staff, false) AS by_staff, coalesce(back.never_kept, false) AS never_kept
    FROM payments payment
    LEFT JOIN (
      SELECT payment_id, sum(amount_kopecks) FILTER (WHERE state <> 'canceled') AS promised,
             sum(amount_kopecks) FILTER (WHERE state = 'canceled') AS refused,
             bool_or(reason = 'by_staff') AS by_staff, bool_or(reason IN ${NEVER_KEPT}) AS never_kept
      FROM refunds GROUP BY payment_id) AS back ON back.payment_id = payment.id
    WHERE payment.kind = 'booking' AND payment.captured_kopecks > 0)`;

/** The same for each booking, without the payments that never were its own. */
const KEPT = sql`
  ${CAPTURED},
  kept AS (
    SELECT booking_id, sum(captured) AS captured, sum(promised) AS promised, sum(refused) AS refused,
           bool_or(by_staff) AS by_staff
    FROM captured WHERE NOT never_kept GROUP BY booking_id)`;

/**
 * A booking that was confirmed got exactly the money that it asked for when booking (PY-2, PY-3); what staff give back
 * later is theirs to decide (CX-3). One that replaced another carries that one's money: it got no less, and what is
 * left is no more (CX-7).
 */
const paid: Check = {
  name: "confirmed_booking_is_paid",
  title: "Запись оплачена не так, как договаривались",
  subjectKind: "booking",
  statement: sql`
    WITH ${KEPT}
    SELECT booking.id AS subject_id, booking.pay_now_kopecks::text AS expected, money.captured::text AS found,
           '№' || booking.number || ' ' || booking.state AS detail
    FROM bookings booking
    LEFT JOIN kept ON kept.booking_id = booking.id
    CROSS JOIN LATERAL (
      SELECT coalesce(kept.captured, 0) AS captured,
             coalesce(kept.captured - kept.promised - kept.refused, 0) AS remains) AS money
    WHERE booking.state IN ('confirmed', 'completed', 'no_show')
      AND CASE WHEN booking.replaces_id IS NULL THEN money.captured <> booking.pay_now_kopecks
               ELSE money.captured < booking.pay_now_kopecks OR money.remains > booking.pay_now_kopecks END`,
};

/** Money that came for a hold that is over, or that still waits for another payment, goes back whole (PY-3, PY-5). */
const unclaimed: Check = {
  name: "unclaimed_money_goes_back",
  title: "Деньги без записи не возвращаются целиком",
  subjectKind: "payment",
  statement: sql`
    WITH ${CAPTURED}
    SELECT captured.id AS subject_id, captured.captured::text AS expected,
           (captured.promised + captured.refused)::text AS found, '№' || booking.number || ' ' || booking.state AS detail
    FROM captured JOIN bookings booking ON booking.id = captured.booking_id
    WHERE (booking.state IN ('held', 'confirming', 'expired') OR captured.never_kept)
      AND captured.captured > captured.promised + captured.refused`,
};

/**
 * A cancelled or moved booking kept nothing but a hot slot's prepayment when it was late, by its frozen terms; that it
 * kept, unless staff gave it back as well (CX-2, CX-6, CX-7).
 */
const cancelled: Check = {
  name: "cancelled_booking_keeps_by_terms",
  title: "По отменённой записи удержано не то, что положено",
  subjectKind: "booking",
  statement: sql`
    WITH ${KEPT}
    SELECT booking.id AS subject_id, due.amount::text AS expected, (kept.captured - kept.promised)::text AS found,
           '№' || booking.number || ' ' || coalesce(booking.ended_reason, booking.state) AS detail
    FROM kept JOIN bookings booking ON booking.id = kept.booking_id
    CROSS JOIN LATERAL (SELECT CASE
      WHEN booking.ended_reason IN ('client_late', 'moved_late') AND booking.slot_kind = 'hot' AND booking.keeps_prepayment
      THEN least(kept.captured, booking.prepayment_kopecks) ELSE 0 END AS amount) AS due
    WHERE booking.state IN ('cancelled', 'moved')
      AND (kept.captured - kept.promised - kept.refused > due.amount
           OR (NOT kept.by_staff AND kept.captured - kept.promised < due.amount))`,
};

/** No more goes back than came, and nothing of a payment that brought nothing (PY-5). */
const refunds: Check = {
  name: "refunds_within_payment",
  title: "Возвращается больше, чем было оплачено",
  subjectKind: "payment",
  statement: sql`
    SELECT payment.id AS subject_id, '0–' || payment.captured_kopecks AS expected,
           coalesce(sum(refund.amount_kopecks) FILTER (WHERE refund.state <> 'canceled'), 0)::text AS found,
           '№' || booking.number || ' ' || payment.state AS detail
    FROM refunds refund
    JOIN payments payment ON payment.id = refund.payment_id
    JOIN bookings booking ON booking.id = payment.booking_id
    GROUP BY payment.id, booking.number
    HAVING coalesce(sum(refund.amount_kopecks) FILTER (WHERE refund.state <> 'canceled'), 0) > payment.captured_kopecks
      OR payment.state <> 'captured'`,
};

/** A refund says of which booking it is, and that is its payment's. */
const refundsOfBooking: Check = {
  name: "refund_is_of_the_payments_booking",
  title: "Возврат и его оплата числятся за разными записями",
  subjectKind: "payment",
  statement: sql`
    SELECT payment.id AS subject_id, payment.booking_id::text AS expected, refund.booking_id::text AS found,
           '№' || booking.number AS detail
    FROM refunds refund
    JOIN payments payment ON payment.id = refund.payment_id
    JOIN bookings booking ON booking.id = refund.booking_id
    WHERE refund.booking_id <> payment.booking_id`,
};

/** With what was paid on the spot a visit brought no more than it costs (PY-7); one that was moved may owe the rest back by hand. */
const price: Check = {
  name: "paid_within_price",
  title: "За визит взято больше его цены",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, '0–' || booking.price_kopecks - booking.points * 100 AS expected,
           money.amount::text AS found, '№' || booking.number || ' ' || booking.state AS detail
    FROM bookings booking
    JOIN (
      SELECT payment.booking_id, sum(payment.captured_kopecks) - coalesce(sum(back.amount), 0) AS amount
      FROM payments payment
      LEFT JOIN (SELECT payment_id, sum(amount_kopecks) AS amount FROM refunds GROUP BY payment_id) AS back
        ON back.payment_id = payment.id
      WHERE payment.kind <> 'tip' AND payment.captured_kopecks > 0 GROUP BY payment.booking_id) AS money
      ON money.booking_id = booking.id
    WHERE booking.replaces_id IS NULL AND booking.state IN ('confirmed', 'completed', 'no_show')
      AND money.amount > booking.price_kopecks - booking.points * 100`,
};

/** A booking that is being confirmed waits for the capture of one payment, and nothing else is being captured (PY-3). */
const confirming: Check = {
  name: "confirming_booking_is_captured",
  title: "Подтверждение записи и списание денег разошлись",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, CASE booking.state WHEN 'confirming' THEN '1' ELSE '0' END AS expected,
           coalesce(capturing.payments, 0)::text AS found, '№' || booking.number || ' ' || booking.state AS detail
    FROM bookings booking
    LEFT JOIN (SELECT booking_id, count(*) AS payments FROM payments
               WHERE kind = 'booking' AND state = 'capturing' AND next_check_at IS NOT NULL GROUP BY booking_id) AS capturing
      ON capturing.booking_id = booking.id
    WHERE (booking.state = 'confirming') <> (capturing.booking_id IS NOT NULL) OR capturing.payments > 1`,
};

/** A hold has one open payment; those it gave up are asked about beside it (PY-3). */
const open: Check = {
  name: "one_open_payment",
  title: "У записи больше одной открытой оплаты",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, '1' AS expected, count(*)::text AS found, '№' || booking.number AS detail
    FROM payments payment JOIN bookings booking ON booking.id = payment.booking_id
    WHERE payment.kind = 'booking' AND payment.abandoned_at IS NULL AND payment.next_check_at IS NOT NULL
      AND payment.state IN ('new', 'pending', 'authorised', 'capturing')
    GROUP BY booking.id HAVING count(*) > 1`,
};

export const MONEY_CHECKS: readonly Check[] = [
  paid,
  unclaimed,
  cancelled,
  refunds,
  refundsOfBooking,
  price,
  confirming,
  open,
];
