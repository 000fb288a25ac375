import { type Sql, sql } from "../../runtime/sql.ts";
import type { Check } from "../model.ts";

const LIVE = sql`('held', 'confirming', 'confirmed')`;

/**
 * A live booking has claimed every slot of its chain (SL-2, PY-1). One that replaces another shares what the other
 * still claims, until it is confirmed (CX-7).
 */
const claims: Check = {
  name: "live_booking_claims_its_slots",
  title: "Действующая запись занимает не все свои окна",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, greatest(cardinality(booking.slot_ids), 1)::text AS expected,
           count(slot.id)::text AS found, '№' || booking.number || ' ' || booking.state AS detail
    FROM bookings booking
    LEFT JOIN LATERAL unnest(booking.slot_ids) AS listed (id) ON true
    LEFT JOIN slots slot ON slot.id = listed.id AND slot.specialist_id = booking.specialist_id
      AND (slot.booking_id = booking.id OR (booking.state <> 'confirmed' AND slot.booking_id = booking.replaces_id))
    WHERE booking.state IN ${LIVE}
    GROUP BY booking.id
    HAVING count(slot.id) <> greatest(cardinality(booking.slot_ids), 1)`,
};

/** A claimed slot is claimed by a live booking that lists it (SL-6, PY-1). */
const claimants: Check = {
  name: "claimed_slot_has_live_booking",
  title: "Окно занято записью, которой оно не принадлежит",
  subjectKind: "slot",
  statement: sql`
    SELECT slot.id AS subject_id, 'live, listed' AS expected,
           booking.state || CASE WHEN slot.id = ANY(booking.slot_ids) THEN ', listed' ELSE ', not listed' END AS found,
           '№' || booking.number AS detail
    FROM slots slot JOIN bookings booking ON booking.id = slot.booking_id
    WHERE booking.state NOT IN ${LIVE} OR slot.id <> ALL(booking.slot_ids)`,
};

/** A live visit begins with its first slot and ends no later than its last one (SL-2). */
const chains: Check = {
  name: "visit_fits_its_slots",
  title: "Время визита не совпадает с его окнами",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, booking.starts_at || ' – ' || booking.ends_at AS expected,
           min(slot.starts_at) || ' – ' || max(slot.ends_at) AS found, '№' || booking.number AS detail
    FROM bookings booking JOIN slots slot ON slot.id = ANY(booking.slot_ids)
    WHERE booking.state IN ${LIVE}
    GROUP BY booking.id
    HAVING min(slot.starts_at) <> booking.starts_at OR max(slot.ends_at) < booking.ends_at`,
};

/**
 * Live bookings that overlap another one of the same owner; a hold that replaces a booking may overlap that one (CX-7).
 * Whoever overlaps an earlier one begins before the latest end so far: only those are looked at in pairs.
 */
const overlapsBy = (owner: Sql): Sql => sql`
  WITH live AS MATERIALIZED (
    SELECT id, number, ${owner} AS owner, state, starts_at, ends_at, replaces_id,
           max(ends_at) OVER (PARTITION BY ${owner} ORDER BY starts_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
             AS busy_until
    FROM bookings WHERE state IN ${LIVE})
  SELECT later.id AS subject_id, 'apart' AS expected, 'overlaps №' || earlier.number AS found, '№' || later.number AS detail
  FROM live later JOIN live earlier ON earlier.owner = later.owner
    AND (earlier.starts_at, earlier.id) < (later.starts_at, later.id) AND earlier.ends_at > later.starts_at
  WHERE later.busy_until > later.starts_at
    AND NOT (later.state <> 'confirmed' AND later.replaces_id IS NOT DISTINCT FROM earlier.id)
    AND NOT (earlier.state <> 'confirmed' AND earlier.replaces_id IS NOT DISTINCT FROM later.id)`;

/** Price, discounts, points and payments of a booking add up; discounts are one of the two ways of PR-4 (PR-6). */
const sums: Check = {
  name: "booking_adds_up",
  title: "Суммы записи не сходятся",
  subjectKind: "booking",
  statement: sql`
    SELECT id AS subject_id, 'list − discount = price = now + on the spot + points' AS expected,
           concat_ws(' ', list_price_kopecks, discount_kopecks, price_kopecks, pay_now_kopecks, on_spot_kopecks, points)
             AS found,
           '№' || number AS detail
    FROM bookings
    WHERE price_kopecks <> list_price_kopecks - discount_kopecks
      OR pay_now_kopecks + on_spot_kopecks + points * 100 <> price_kopecks
      OR least(price_kopecks, discount_kopecks, pay_now_kopecks, on_spot_kopecks, points) < 0
      OR discount_kopecks NOT IN (greatest(hot_discount_kopecks, friend_discount_kopecks),
                                  least(hot_discount_kopecks + friend_discount_kopecks, list_price_kopecks))`,
};

/** What belongs to a booking belongs to its client; entries stay with the person who became that client (PE-4). */
const clients: Check = {
  name: "rows_are_of_the_bookings_client",
  title: "Деньги или баллы записи числятся за другим клиентом",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, booking.client_id::text AS expected, row.client_id::text AS found,
           '№' || booking.number || ' ' || row.kind AS detail
    FROM (SELECT booking_id, client_id, 'payment' AS kind FROM payments
          UNION ALL SELECT booking_id, client_id, 'point_hold' FROM point_holds
          UNION ALL SELECT entry.booking_id, entry.client_id, entry.kind
                    FROM point_entries entry JOIN clients client ON client.id = entry.client_id
                    WHERE entry.kind NOT IN ('referral', 'referral_reversal') AND client.merged_into_id IS NULL) AS row
    JOIN bookings booking ON booking.id = row.booking_id
    WHERE row.client_id <> booking.client_id`,
};

/** A message is about a booking that is there, and for a member of staff who is there. */
const messages: Check = {
  name: "message_has_its_subject",
  title: "Сообщение о записи или сотруднике, которых нет",
  subjectKind: "message",
  statement: sql`
    SELECT message.id AS subject_id, 'there' AS expected, 'gone' AS found, message.kind AS detail
    FROM outbox message
    LEFT JOIN bookings booking ON booking.id = message.booking_id
    LEFT JOIN staff ON staff.id = message.staff_id
    WHERE (message.booking_id IS NOT NULL AND booking.id IS NULL) OR (message.staff_id IS NOT NULL AND staff.id IS NULL)`,
};

export const BOOKING_CHECKS: readonly Check[] = [
  claims,
  claimants,
  chains,
  {
    name: "specialist_serves_one",
    title: "Записи одного специалиста пересекаются",
    subjectKind: "booking",
    statement: overlapsBy(sql`specialist_id`),
  },
  {
    name: "client_visits_one",
    title: "Записи одного клиента пересекаются",
    subjectKind: "booking",
    statement: overlapsBy(sql`client_id`),
  },
  sums,
  clients,
  messages,
];
