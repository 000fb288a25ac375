import { sql } from "../../runtime/sql.ts";
import type { Check } from "../model.ts";

/** The balance of every client is the sum of their entries (EP-5). */
const balance: Check = {
  name: "balance_is_sum_of_entries",
  title: "Баланс не равен сумме операций",
  subjectKind: "client",
  statement: sql`
    SELECT client.id AS subject_id, coalesce(ledger.points, 0)::text AS expected, client.points_balance::text AS found,
           '' AS detail
    FROM clients client
    LEFT JOIN (SELECT client_id, sum(points) AS points FROM point_entries GROUP BY client_id) AS ledger
      ON ledger.client_id = client.id
    WHERE client.points_balance <> coalesce(ledger.points, 0)`,
};

/** Points are held, posted, released or returned as their booking stands, and as many as it says (PT-3). */
const pointsSetAside: Check = {
  name: "points_follow_booking",
  title: "Отложенные баллы не соответствуют состоянию записи",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id,
           CASE WHEN booking.points > 0 THEN booking.points || ' ' || due.state ELSE 'released' END AS expected,
           coalesce(hold.points || ' ' || hold.state, 'none') AS found,
           '№' || booking.number || ' ' || booking.state AS detail
    FROM bookings booking
    LEFT JOIN point_holds hold ON hold.booking_id = booking.id
    CROSS JOIN LATERAL (SELECT CASE
      WHEN booking.state IN ('held', 'confirming') THEN 'held'
      WHEN booking.state IN ('confirmed', 'completed', 'no_show') THEN 'posted'
      WHEN booking.state = 'expired' THEN 'released'
      ELSE 'returned' END AS state) AS due
    WHERE CASE WHEN booking.points > 0
      THEN hold.id IS NULL OR hold.state <> due.state OR hold.points <> booking.points
      ELSE hold.state <> 'released' END`,
};

/** A posted hold is one redemption of the same points, a returned one also its return, any other neither (PT-3). */
const redemptions: Check = {
  name: "redemption_matches_hold",
  title: "Списание баллов не сходится с отложенными баллами",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, due.entries AS expected, written.entries AS found,
           '№' || booking.number || ' ' || coalesce(hold.state, 'none') AS detail
    FROM point_holds hold
    FULL JOIN (
      SELECT booking_id, string_agg(points::text, ' ' ORDER BY sequence) AS entries
      FROM point_entries WHERE kind IN ('redemption', 'redemption_return') AND booking_id IS NOT NULL
      GROUP BY booking_id) AS entry ON entry.booking_id = hold.booking_id
    JOIN bookings booking ON booking.id = coalesce(hold.booking_id, entry.booking_id)
    CROSS JOIN LATERAL (SELECT CASE hold.state
      WHEN 'posted' THEN (-hold.points)::text
      WHEN 'returned' THEN -hold.points || ' ' || hold.points
      ELSE 'none' END AS entries) AS due
    CROSS JOIN LATERAL (SELECT coalesce(entry.entries, 'none') AS entries) AS written
    WHERE due.entries <> written.entries`,
};

/** An accrual, a rebooking, a penalty and a reward stand at most once for a visit, reversals counted (EP-1, CX-8). */
const once: Check = {
  name: "earned_or_charged_once",
  title: "Начисление, штраф или награда за визит стоят не один раз",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, '0, 1' AS expected, entry.net::text AS found,
           '№' || booking.number || ' ' || entry.kind AS detail
    FROM (SELECT booking_id, replace(kind, '_reversal', '') AS kind,
                 sum(CASE WHEN kind LIKE '%reversal' THEN -1 ELSE 1 END) AS net
          FROM point_entries
          WHERE kind IN ('accrual', 'accrual_reversal', 'rebook', 'rebook_reversal', 'penalty', 'penalty_reversal',
                         'referral', 'referral_reversal')
          GROUP BY booking_id, replace(kind, '_reversal', '')) AS entry
    JOIN bookings booking ON booking.id = entry.booking_id
    WHERE entry.net NOT IN (0, 1)`,
};

/** What of a visit earns points: nothing unless it is completed, else its price, or the part paid in money (EP-1). */
const EARNING_KOPECKS = sql`CASE WHEN booking.state <> 'completed' THEN 0
  WHEN booking.accrual_base = 'paid' THEN booking.price_kopecks - booking.points * 100
  ELSE booking.price_kopecks END::bigint`;

/** A completed visit has earned exactly what its frozen terms say, and no other booking has earned anything (EP-1, PR-5). */
const earnings: Check = {
  name: "earned_by_terms",
  title: "За визит начислено не то, что положено по его условиям",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, due.points::text AS expected, coalesce(entry.points, 0)::text AS found,
           '№' || booking.number || ' ' || booking.state AS detail
    FROM bookings booking
    LEFT JOIN (SELECT booking_id, sum(points) AS points FROM point_entries
               WHERE kind IN ('accrual', 'accrual_reversal') GROUP BY booking_id) AS entry ON entry.booking_id = booking.id
    CROSS JOIN LATERAL (SELECT ${EARNING_KOPECKS} * booking.accrual_percent / 10000 AS points) AS due
    WHERE due.points <> coalesce(entry.points, 0)`,
};

/** A quick rebooking has earned its share exactly when a visit before it was rewarded by it (EP-2). */
const rebookings: Check = {
  name: "rebooking_earned_by_terms",
  title: "За быструю запись начислено не то, что положено",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, due.points::text AS expected, entry.points::text AS found,
           '№' || booking.number || ' ' || booking.state AS detail
    FROM (SELECT booking_id, sum(points) AS points
          FROM (SELECT booking_id, points FROM point_entries WHERE kind IN ('rebook', 'rebook_reversal')
                UNION ALL SELECT id, 0 FROM bookings WHERE rebook_of_id IS NOT NULL) AS one
          GROUP BY booking_id) AS entry
    JOIN bookings booking ON booking.id = entry.booking_id
    CROSS JOIN LATERAL (SELECT CASE WHEN booking.rebook_of_id IS NULL THEN 0
      ELSE ${EARNING_KOPECKS} * booking.rebook_percent / 10000 END AS points) AS due
    WHERE due.points <> entry.points`,
};

/** Refunds take back no more than the visit has earned, and nothing once its completion is undone (EP-6, CX-8). */
const takenBack: Check = {
  name: "taken_back_within_earned",
  title: "Возвратом денег снято больше баллов, чем принёс визит",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, '0–' || earned.points AS expected, (-taken.points)::text AS found,
           '№' || booking.number || ' ' || booking.state AS detail
    FROM (SELECT booking_id, sum(points) AS points FROM point_entries
          WHERE kind IN ('refund_reversal', 'refund_reversal_return') GROUP BY booking_id) AS taken
    JOIN bookings booking ON booking.id = taken.booking_id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(points), 0) AS points FROM point_entries
      WHERE booking_id = booking.id AND kind IN ('accrual', 'accrual_reversal', 'rebook', 'rebook_reversal')) AS earned
    WHERE -taken.points NOT BETWEEN 0 AND earned.points`,
};

/**
 * A penalty stands only for a visit that was missed, or cancelled or moved late, and is no more than its frozen share
 * of the price (CX-2, CX-3). Less it may be: where debt is not allowed it takes at most the balance of its day (CX-5).
 */
const penalties: Check = {
  name: "penalty_by_terms",
  title: "Штраф больше положенного или взят ни за что",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, '0–' || due.points AS expected, (-charged.points)::text AS found,
           '№' || booking.number || ' ' || booking.state AS detail
    FROM (SELECT booking_id, sum(points) AS points FROM point_entries
          WHERE kind IN ('penalty', 'penalty_reversal') GROUP BY booking_id) AS charged
    JOIN bookings booking ON booking.id = charged.booking_id
    CROSS JOIN LATERAL (SELECT CASE
      WHEN booking.state = 'no_show' OR booking.ended_reason IN ('client_late', 'moved_late')
      THEN booking.price_kopecks::bigint * booking.penalty_percent / 10000 ELSE 0 END AS points) AS due
    WHERE -charged.points NOT BETWEEN 0 AND due.points`,
};

/** A friend has brought their inviter one reward at most, whatever was corrected (EP-4). */
const rewards: Check = {
  name: "friend_rewarded_once",
  title: "За одного друга награда дана не один раз",
  subjectKind: "client",
  statement: sql`
    SELECT friend_id AS subject_id, '0, 1' AS expected,
           sum(CASE kind WHEN 'referral' THEN 1 ELSE -1 END)::text AS found, '' AS detail
    FROM point_entries WHERE kind IN ('referral', 'referral_reversal') AND friend_id IS NOT NULL
    GROUP BY friend_id HAVING sum(CASE kind WHEN 'referral' THEN 1 ELSE -1 END) NOT IN (0, 1)`,
};

/**
 * A reward that stands is for a visit that stands completed, and nobody's own (EP-4, CX-8). One that was given to a client
 * who turned out to be another is taken back from that other (PE-4).
 */
const rewardedVisits: Check = {
  name: "reward_for_completed_visit",
  title: "Награда за друга стоит, а визита не было",
  subjectKind: "booking",
  statement: sql`
    SELECT booking.id AS subject_id, 'completed' AS expected, booking.state AS found, '№' || booking.number AS detail
    FROM (SELECT entry.booking_id, entry.friend_id, coalesce(owner.merged_into_id, owner.id) AS client_id,
                 sum(entry.points) AS points
          FROM point_entries entry JOIN clients owner ON owner.id = entry.client_id
          WHERE entry.kind IN ('referral', 'referral_reversal') AND entry.booking_id IS NOT NULL
          GROUP BY entry.booking_id, entry.friend_id, coalesce(owner.merged_into_id, owner.id)) AS reward
    JOIN bookings booking ON booking.id = reward.booking_id
    WHERE reward.points <> 0 AND (booking.state <> 'completed' OR reward.client_id = reward.friend_id)`,
};

export const POINT_CHECKS: readonly Check[] = [
  balance,
  pointsSetAside,
  redemptions,
  once,
  earnings,
  rebookings,
  takenBack,
  penalties,
  rewards,
  rewardedVisits,
];
