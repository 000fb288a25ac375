import { z } from "zod";
import { sql } from "../../src/core/runtime/sql.ts";
import type { Difference } from "./compare.ts";
import type { Life } from "./life.ts";

/**
 * The whole ledger, whoever it is about: what must be true of the rows by themselves, however they came to be.
 * One line to swap when `ledgerCheck` of src/core/reports is here.
 */
const CHECKS: Readonly<Record<string, string>> = {
  "a balance is the sum of its entries": `
    SELECT c.id FROM clients c WHERE points_balance <> coalesce((SELECT sum(points) FROM point_entries WHERE client_id = c.id), 0)`,
  "posted points have their entry, returned ones both": `
    SELECT h.id FROM point_holds h WHERE
      (SELECT coalesce(sum(points), 0) FROM point_entries e WHERE e.booking_id = h.booking_id AND kind IN ('redemption', 'redemption_return'))
        <> CASE state WHEN 'posted' THEN -points ELSE 0 END`,
  "a live booking owns all of its slots, and no other does": `
    SELECT b.id FROM bookings b WHERE
      (SELECT count(*) FROM slots WHERE booking_id = b.id)
        <> CASE WHEN state IN ('held', 'confirming', 'confirmed') THEN cardinality(slot_ids) ELSE 0 END`,
  "what is confirmed was paid, unless nothing had to be": `
    SELECT b.id FROM bookings b WHERE state IN ('confirmed', 'completed', 'no_show') AND pay_now_kopecks > 0
      AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.booking_id = b.id AND state = 'captured' AND captured_kopecks = b.pay_now_kopecks)`,
  "money is kept for a booking that was confirmed and for nothing else": `
    SELECT p.id FROM payments p JOIN bookings b ON b.id = p.booking_id WHERE p.state = 'captured' AND b.confirmed_at IS NULL
      AND p.captured_kopecks <> coalesce((SELECT sum(amount_kopecks) FROM refunds r WHERE r.payment_id = p.id), 0)`,
  "no more went back than came": `
    SELECT p.id FROM payments p WHERE
      coalesce((SELECT sum(amount_kopecks) FROM refunds r WHERE r.payment_id = p.id AND state <> 'canceled'), 0) > captured_kopecks`,
  "only a confirming booking waits for a capture": `
    SELECT p.id FROM payments p JOIN bookings b ON b.id = p.booking_id WHERE p.state = 'capturing' AND b.state <> 'confirming'`,
  "a confirmed booking is told of once": `
    SELECT b.id FROM bookings b WHERE confirmed_at IS NOT NULL
      AND (SELECT count(*) FROM outbox WHERE booking_id = b.id AND kind = 'booking_confirmed') <> 1`,
};

/** The ledger by itself, and against the bank's own books. */
export async function checkBooks(
  life: Life,
  { isEnd }: { readonly isEnd: boolean },
): Promise<readonly Difference[]> {
  const { db } = life.product;
  const differences: Difference[] = [];
  for (const [about, check] of Object.entries(CHECKS)) {
    const { rows } = await db.pool.query(`${check} LIMIT 5`);
    if (rows.length > 0) differences.push({ about, model: "nobody", product: rows });
  }
  return [...differences, ...(await compareWithBank(life, isEnd))];
}

const amount = z.object({ value: z.string() }).transform(({ value }) => Math.round(Number(value) * 100));
const bankPayment = z.object({
  id: z.string(),
  status: z.string(),
  amount,
  refunded_amount: amount.optional(),
  metadata: z.record(z.string(), z.string()).optional(),
});
const bankBooks = z.object({ payments: z.array(bankPayment) });

type OurRow = {
  readonly providerId: string;
  readonly state: string;
  readonly captured: number;
  readonly refunded: number;
};

/**
 * What each side believes of every payment. While life goes on the bank may be ahead of us, never behind; at the end
 * both say the same to the kopeck, and nothing is open.
 */
async function compareWithBank({ product }: Life, isEnd: boolean): Promise<readonly Difference[]> {
  const books = bankBooks.parse((await product.bank.sim("/payments")).body);
  const ids = books.payments.map(({ id }) => id);
  const rows = await product.db.many<OurRow>(sql`
    SELECT provider_payment_id AS provider_id, state, captured_kopecks AS captured,
           coalesce((SELECT sum(amount_kopecks) FROM refunds WHERE payment_id = payments.id AND state = 'succeeded'), 0)::int AS refunded
    FROM payments WHERE provider_payment_id = ANY(${ids}::text[])`);
  const ours = new Map(rows.map((row) => [row.providerId, row]));
  return books.payments.flatMap((theirs) => {
    const row = ours.get(theirs.id);
    const isTaken = theirs.status === "succeeded";
    const back = theirs.refunded_amount ?? 0;
    const taken = isTaken ? theirs.amount : 0;
    const isAlike = row === undefined ? taken === 0 : row.captured === taken && row.refunded === back;
    const isBehind =
      row?.state === "captured"
        ? taken !== row.captured || back < row.refunded
        : row?.state === "cancelled" && theirs.status !== "canceled";
    const isWrong = isEnd ? !isAlike || theirs.status === "waiting_for_capture" : isBehind;
    return isWrong
      ? [{ about: `the bank's payment ${theirs.id}`, model: theirs, product: row ?? "unknown" }]
      : [];
  });
}
