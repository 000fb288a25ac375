import { describe, expect, it } from "vitest";
import { findBooking } from "../../../src/core/booking/index.ts";
import { ledgerCheck } from "../../../src/core/reports/index.ts";
import { CHECKS, findDiscrepancies } from "../../../src/core/reports/ledger-check.ts";
import { queryable, sql } from "../../../src/core/runtime/sql.ts";
import { testAppWithBank } from "../../support/app.ts";
import { alignClocks } from "../../support/bank.ts";
import { writingNothing } from "../../support/footprint.ts";
import { liveThroughTwoDays } from "./honest-history.ts";

const app = await testAppWithBank();
await alignClocks(app);
const lived = await liveThroughTwoDays(app);
const honest = await ledgerCheck(app);

/** The database's own promises are taken away, so that only the check is left to notice. */
const UNGUARD = `DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT conrelid::regclass AS at, conname FROM pg_constraint
             WHERE contype IN ('c', 'x', 'u') AND connamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.at, one.conname);
  END LOOP;
  FOR one IN SELECT indexrelid::regclass AS index FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
             WHERE indisunique AND NOT indisprimary AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('DROP INDEX %s', one.index);
  END LOOP;
END $$`;
await app.db.pool.query(UNGUARD);

/** Which checks speak after a fault was planted past every trigger; nothing of it stays. */
async function spoken(fault: string): Promise<readonly string[]> {
  const via = await app.db.pool.connect();
  try {
    await via.query("BEGIN; SET LOCAL session_replication_role = replica");
    const { rowCount } = await via.query(fault);
    expect(rowCount, "rows of the planted fault").toBeGreaterThan(0);
    return [...new Set((await findDiscrepancies(queryable(via))).map(({ check }) => check))];
  } finally {
    await via.query("ROLLBACK");
    via.release();
  }
}

const is = (held: { readonly hold: { readonly bookingId: string } }) => `'${held.hold.bookingId}'`;
const setBooking = (held: Parameters<typeof is>[0], change: string) =>
  `UPDATE bookings SET ${change} WHERE id = ${is(held)}`;
const entry = (held: Parameters<typeof is>[0], kind: string, points: number, number = 9) => `
  INSERT INTO point_entries (id, client_id, points, kind, booking_id, number, created_at)
  SELECT gen_random_uuid(), client_id, ${points}, '${kind}', id, ${number}, now() FROM bookings WHERE id = ${is(held)}`;
/** An entry that a hand wrote, balance and all: only what it says of the visit is wrong. */
const balanced = (held: Parameters<typeof is>[0], kind: string, points: number) => `
  WITH entry AS (${entry(held, kind, points)} RETURNING client_id, points)
  UPDATE clients SET points_balance = points_balance + entry.points FROM entry WHERE clients.id = entry.client_id`;
const refund = (held: Parameters<typeof is>[0], amount: number | string, more = "") => `
  INSERT INTO refunds (id, payment_id, booking_id, amount_kopecks, state, reason, key, ended_at, created_at)
  SELECT gen_random_uuid(), id, booking_id, ${amount}, 'succeeded', 'cancelled', gen_random_uuid(), now(), now()
  FROM payments WHERE booking_id = ${is(held)} AND state = 'captured' ${more}`;
const copyOf = (held: Parameters<typeof is>[0], change: object) => `
  INSERT INTO bookings SELECT (jsonb_populate_record(b, '${JSON.stringify(change)}'::jsonb
    || jsonb_build_object('id', gen_random_uuid(), 'number', 9000))).* FROM bookings b WHERE id = ${is(held)}`;

const { came, late, lateHot, missed, upcoming, holding, confirming, friend, inTime, prepaid, forgotten } =
  lived;
const GIVEN_UP = `(SELECT id FROM bookings WHERE state = 'expired' AND ended_reason = 'given_up' AND id IN (SELECT booking_id FROM refunds) LIMIT 1)`;

/** A fault for every check, and which checks notice it. */
const FAULTS: readonly (readonly [what: string, speaks: readonly string[], fault: string])[] = [
  [
    "a balance that somebody wrote by hand",
    ["balance_is_sum_of_entries"],
    "UPDATE clients SET points_balance = points_balance + 1 WHERE id = (SELECT id FROM clients LIMIT 1)",
  ],
  [
    "an entry that did not reach the balance",
    ["balance_is_sum_of_entries"],
    `INSERT INTO point_entries (id, client_id, points, kind, reason, created_at) SELECT gen_random_uuid(), id, 5, 'adjustment', 'x', now() FROM clients LIMIT 1`,
  ],
  [
    "points still held after the confirmation",
    ["points_follow_booking", "redemption_matches_hold"],
    `UPDATE point_holds SET state = 'held' WHERE booking_id = ${is(came)}`,
  ],
  [
    "points released though the hold lives",
    ["points_follow_booking"],
    `UPDATE point_holds SET state = 'released' WHERE booking_id = ${is(holding)}`,
  ],
  [
    "a hold of other points than the booking says",
    ["points_follow_booking"],
    `UPDATE point_holds SET points = points + 1 WHERE booking_id = ${is(holding)}`,
  ],
  [
    "points of a booking that were never held",
    ["points_follow_booking"],
    `DELETE FROM point_holds WHERE booking_id = ${is(holding)}`,
  ],
  [
    "points posted on an expired hold",
    ["points_follow_booking", "redemption_matches_hold"],
    "UPDATE point_holds SET state = 'posted' WHERE state = 'released'",
  ],
  ["a second redemption for one hold", ["redemption_matches_hold"], balanced(came, "redemption", -500)],
  [
    "a return that was never written",
    ["balance_is_sum_of_entries", "redemption_matches_hold"],
    `DELETE FROM point_entries WHERE kind = 'redemption_return' AND booking_id = ${is(inTime)}`,
  ],
  ["a redemption of a booking without points", ["redemption_matches_hold"], balanced(late, "redemption", -1)],
  ["an accrual twice", ["earned_or_charged_once", "earned_by_terms"], balanced(prepaid, "accrual", 200)],
  [
    "an accrual that is missing",
    ["balance_is_sum_of_entries", "earned_by_terms"],
    `DELETE FROM point_entries WHERE kind = 'accrual' AND booking_id = ${is(forgotten)}`,
  ],
  ["an accrual for a visit that was missed", ["earned_by_terms"], balanced(missed, "accrual", 200)],
  [
    "a quick rebooking that brought nothing",
    ["rebooking_earned_by_terms"],
    setBooking(prepaid, `rebook_of_id = ${is(came)}`),
  ],
  [
    "points for a quick rebooking of nothing",
    ["rebooking_earned_by_terms"],
    balanced(prepaid, "rebook", 100),
  ],
  ["a penalty twice", ["earned_or_charged_once", "penalty_by_terms"], balanced(missed, "penalty", -200)],
  [
    "a penalty of more than its share",
    ["earned_or_charged_once", "penalty_by_terms"],
    balanced(late, "penalty", -1),
  ],
  ["a penalty for a cancellation in time", ["penalty_by_terms"], balanced(inTime, "penalty", -200)],
  [
    "more taken back by refunds than was earned",
    ["taken_back_within_earned"],
    balanced(came, "refund_reversal", -300),
  ],
  [
    "points taken back for a visit that earned nothing",
    ["taken_back_within_earned"],
    balanced(missed, "refund_reversal", -1),
  ],
  [
    "a friend's reward twice",
    ["friend_rewarded_once"],
    `
    WITH entry AS (
      INSERT INTO point_entries (id, client_id, points, kind, friend_id, number, created_at)
      SELECT gen_random_uuid(), client_id, 300, 'referral', friend_id, 9, now() FROM point_entries WHERE kind = 'referral' LIMIT 1
      RETURNING client_id)
    UPDATE clients SET points_balance = points_balance + 300 FROM entry WHERE clients.id = entry.client_id`,
  ],
  [
    "a reward for a visit that was missed",
    ["earned_by_terms", "reward_for_completed_visit"],
    setBooking(friend, "state = 'no_show'"),
  ],

  [
    "a slot that a live booking lost",
    ["live_booking_claims_its_slots"],
    `UPDATE slots SET booking_id = NULL WHERE booking_id = ${is(upcoming)}`,
  ],
  [
    "a live booking without slots",
    ["live_booking_claims_its_slots", "claimed_slot_has_live_booking"],
    setBooking(upcoming, "slot_ids = '{}'"),
  ],
  [
    "a replacing hold whose slots somebody else has",
    ["live_booking_claims_its_slots", "claimed_slot_has_live_booking"],
    `
    WITH moved AS (UPDATE slots SET booking_id = ${is(confirming)} WHERE booking_id = ${is(holding)})
    ${setBooking(holding, `replaces_id = ${is(upcoming)}`)}`,
  ],
  [
    "a slot claimed by a booking that is over",
    ["claimed_slot_has_live_booking"],
    `UPDATE slots SET booking_id = ${is(late)} WHERE id = (SELECT slot_ids[1] FROM bookings WHERE id = ${is(late)})`,
  ],
  [
    "a slot claimed by a booking that does not list it",
    ["claimed_slot_has_live_booking"],
    `UPDATE slots SET booking_id = ${is(upcoming)} WHERE id = (SELECT slot_ids[1] FROM bookings WHERE id = ${is(late)})`,
  ],
  [
    "a visit that was put off without its slots",
    ["visit_fits_its_slots"],
    setBooking(upcoming, "starts_at = starts_at + interval '1 minute'"),
  ],
  [
    "a visit longer than its slots",
    ["visit_fits_its_slots"],
    setBooking(upcoming, "ends_at = ends_at + interval '1 minute'"),
  ],
  [
    "two live visits of one specialist",
    ["live_booking_claims_its_slots", "specialist_serves_one"],
    copyOf(upcoming, { client_id: late.client.id }),
  ],
  [
    "two live visits of one client",
    ["live_booking_claims_its_slots", "client_visits_one"],
    copyOf(upcoming, { specialist_id: late.specialist.id }),
  ],
  [
    "a price that does not add up",
    ["booking_adds_up", "confirmed_booking_is_paid"],
    setBooking(came, "pay_now_kopecks = pay_now_kopecks + 1"),
  ],
  [
    "a discount of nobody's making",
    ["earned_by_terms", "booking_adds_up"],
    setBooking(
      prepaid,
      "discount_kopecks = 100, price_kopecks = price_kopecks - 100, on_spot_kopecks = on_spot_kopecks - 100",
    ),
  ],
  [
    "a payment of somebody else's",
    ["rows_are_of_the_bookings_client"],
    `UPDATE payments SET client_id = '${late.client.id}' WHERE booking_id = ${is(came)}`,
  ],
  [
    "points held by somebody else",
    ["rows_are_of_the_bookings_client"],
    `UPDATE point_holds SET client_id = '${late.client.id}' WHERE booking_id = ${is(came)}`,
  ],
  [
    "a message about a booking that is gone",
    ["message_has_its_subject"],
    "UPDATE outbox SET booking_id = gen_random_uuid() WHERE id = (SELECT id FROM outbox WHERE booking_id IS NOT NULL LIMIT 1)",
  ],

  [
    "a confirmed booking that nobody paid for",
    ["confirmed_booking_is_paid"],
    `UPDATE payments SET state = 'cancelled', captured_kopecks = 0 WHERE booking_id = ${is(prepaid)}`,
  ],
  [
    "a visit paid for twice",
    ["confirmed_booking_is_paid", "paid_within_price"],
    `
    INSERT INTO payments SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()))).*
    FROM payments one WHERE booking_id = ${is(forgotten)} AND state = 'captured'`,
  ],
  [
    "money on the spot above the price",
    ["paid_within_price"],
    `
    INSERT INTO payments SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'kind', 'on_spot'))).*
    FROM payments one WHERE booking_id = ${is(forgotten)} AND state = 'captured'`,
  ],
  [
    "money for a hold that is over, kept",
    ["unclaimed_money_goes_back"],
    `DELETE FROM refunds WHERE booking_id = ${GIVEN_UP}`,
  ],
  [
    "money for a hold that is over, kept in part",
    ["unclaimed_money_goes_back"],
    `UPDATE refunds SET amount_kopecks = amount_kopecks - 1 WHERE booking_id = ${GIVEN_UP}`,
  ],
  [
    "money of a cancelled booking, kept",
    ["cancelled_booking_keeps_by_terms"],
    `DELETE FROM refunds WHERE booking_id = ${is(late)}`,
  ],
  [
    "a hot prepayment given back though it was late",
    ["cancelled_booking_keeps_by_terms"],
    refund(lateHot, "captured_kopecks"),
  ],
  [
    "a hot prepayment kept though it was in time",
    ["penalty_by_terms", "cancelled_booking_keeps_by_terms"],
    `
    WITH gone AS (DELETE FROM refunds WHERE booking_id = ${is(lateHot)}) ${setBooking(lateHot, "ended_reason = 'client'")}`,
  ],
  [
    "more refunded than was paid",
    ["cancelled_booking_keeps_by_terms", "refunds_within_payment"],
    refund(late, 1),
  ],
  [
    "a refund of a payment that brought nothing",
    ["refunds_within_payment"],
    `
    INSERT INTO refunds (id, payment_id, booking_id, amount_kopecks, state, reason, key, created_at)
    SELECT gen_random_uuid(), id, booking_id, 1, 'canceled', 'by_staff', 'k', now() FROM payments WHERE booking_id = ${is(holding)}`,
  ],
  [
    "a refund under another booking",
    ["refund_is_of_the_payments_booking"],
    `UPDATE refunds SET booking_id = ${is(came)} WHERE booking_id = ${is(late)}`,
  ],
  [
    "a booking that waits for a capture of nothing",
    ["confirming_booking_is_captured"],
    `UPDATE payments SET state = 'cancelled', next_check_at = NULL WHERE booking_id = ${is(confirming)}`,
  ],
  [
    "a capture for a booking that waits for none",
    ["points_follow_booking", "claimed_slot_has_live_booking", "confirming_booking_is_captured"],
    setBooking(confirming, "state = 'expired'"),
  ],
  [
    "two open payments of one hold",
    ["one_open_payment"],
    `
    INSERT INTO payments SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()))).*
    FROM payments one WHERE booking_id = ${is(holding)}`,
  ],
];

describe("the ledger check (EP-5, PT-3, PY-5)", () => {
  it("finds nothing in what the use cases did, however much went wrong for the people", () => {
    expect(honest).toEqual([]);
  });

  it("was shown states and kinds of every sort", async () => {
    const rows = await app.db.many<{ kinds: string[] }>(sql`
      SELECT array_agg(DISTINCT state ORDER BY state) AS kinds FROM bookings
      UNION ALL SELECT array_agg(DISTINCT kind ORDER BY kind) FROM point_entries
      UNION ALL SELECT array_agg(DISTINCT state ORDER BY state) FROM point_holds
      UNION ALL SELECT array_agg(DISTINCT reason ORDER BY reason) FROM refunds`);
    expect(rows.map(({ kinds }) => kinds.join(" "))).toEqual([
      "cancelled completed confirmed confirming expired held no_show",
      "accrual accrual_reversal adjustment penalty penalty_reversal rebook redemption redemption_return referral referral_reversal refund_reversal",
      "held posted released returned",
      "abandoned by_staff cancelled too_late",
    ]);
  });

  it.each(FAULTS)("notices %s", async (_, speaks, fault) => {
    expect(await spoken(fault)).toEqual(speaks);
  });

  it("has a fault for every check", () => {
    const noticed = new Set(FAULTS.flatMap(([, speaks]) => speaks));
    expect(CHECKS.map(({ name }) => name).filter((name) => !noticed.has(name))).toEqual([]);
  });

  it("names the row, what was expected and what was found", async () => {
    const booking = await findBooking(app.db, lived.came.hold.bookingId);
    await app.db.pool.query(
      `SET session_replication_role = replica; ${setBooking(came, "on_spot_kopecks = 1")}; SET session_replication_role = DEFAULT`,
    );
    const [finding, ...more] = await ledgerCheck(app);
    expect(more).toEqual([]);
    expect(finding).toEqual({
      check: "booking_adds_up",
      title: "Суммы записи не сходятся",
      subjectKind: "booking",
      subjectId: lived.came.hold.bookingId,
      expected: "list − discount = price = now + on the spot + points",
      found: "200000 0 200000 150000 1 500",
      detail: `№${booking?.number}`,
    });
    await app.db.pool.query(
      `SET session_replication_role = replica; ${setBooking(came, "on_spot_kopecks = 0")}; SET session_replication_role = DEFAULT`,
    );
    expect(await ledgerCheck(app)).toEqual([]);
  });

  it("writes nothing", async () => {
    await writingNothing(app, () => ledgerCheck(app));
  });
});
